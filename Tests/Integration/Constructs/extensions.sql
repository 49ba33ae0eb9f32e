-- migration: 1_create
CREATE EXTENSION IF NOT EXISTS "pgcrypto";
CREATE EXTENSION citext;
CREATE TABLE person (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, mail citext NOT NULL DEFAULT 'nobody'::citext);
-- migration: 2_drop
DROP EXTENSION pgcrypto;
ALTER TABLE person ALTER COLUMN mail TYPE text;
DROP EXTENSION IF EXISTS citext CASCADE;
-- migration: 3_trigrams
CREATE SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE INDEX person_mail_trgm ON person USING gin (mail ext.gin_trgm_ops);
