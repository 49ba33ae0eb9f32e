-- migration: 1_create
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN positive AS integer NOT NULL DEFAULT 1 CHECK (VALUE > 0);
CREATE TYPE address AS (street text, zip varchar(10));
CREATE TYPE period AS RANGE (subtype = timestamptz);
CREATE TABLE t (id int, mail email, during period, n positive);
-- migration: 2_change
ALTER TYPE address ADD ATTRIBUTE city text;
ALTER TYPE address ALTER ATTRIBUTE zip TYPE varchar(12);
ALTER TYPE address RENAME ATTRIBUTE street TO road;
ALTER DOMAIN email SET NOT NULL;
-- migration: 3_rename
ALTER TYPE address RENAME TO location;
ALTER DOMAIN email RENAME TO mail_address;
ALTER TYPE location DROP ATTRIBUTE city;
-- migration: 4_cascade
DROP DOMAIN mail_address CASCADE;
CREATE TABLE home (at location);
DROP TYPE location CASCADE;
DROP TYPE IF EXISTS period CASCADE;
