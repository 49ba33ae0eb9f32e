-- migration: 1_create
CREATE SCHEMA app;
CREATE TYPE app.mode AS ENUM ('a', 'b');
SET search_path = app, public;
CREATE TABLE t (id int, m mode DEFAULT 'a');
CREATE TABLE public.t (id int);
CREATE INDEX t_id ON t (id);
-- migration: 2_next
ALTER TABLE app.t ADD COLUMN extra text;
ALTER TABLE public.t ADD COLUMN extra text;
-- migration: 3_config
SELECT pg_catalog.set_config('search_path', 'app', false);
CREATE TABLE u (id int PRIMARY KEY);
RESET search_path;
-- migration: 4_local
SET LOCAL search_path TO app;
ALTER TABLE app.u ADD COLUMN v int;
