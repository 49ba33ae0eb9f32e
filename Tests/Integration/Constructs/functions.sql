-- migration: 1_create
CREATE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE OR REPLACE FUNCTION touch() RETURNS trigger AS $$ BEGIN NEW.at = now(); RETURN NEW; END; $$ LANGUAGE plpgsql;
CREATE PROCEDURE nothing(INOUT n int) LANGUAGE plpgsql AS $$ BEGIN n := n; END $$;
CREATE FUNCTION total(VARIADIC xs numeric[]) RETURNS numeric LANGUAGE sql AS $$ SELECT 0.0 $$;
CREATE FUNCTION pair(OUT a int, OUT b text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;
CREATE FUNCTION rows_of(n int) RETURNS TABLE (a int, b timestamptz) LANGUAGE sql AS $$ SELECT 1, now() $$;
-- migration: 2_replace
CREATE OR REPLACE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b + 0';
CREATE OR REPLACE FUNCTION touch() RETURNS trigger AS $$ BEGIN NEW.at = clock_timestamp(); RETURN NEW; END; $$ LANGUAGE plpgsql SECURITY DEFINER;
-- migration: 3_overload
CREATE FUNCTION add(a text, b character varying(10)) RETURNS text LANGUAGE sql AS 'SELECT a || b';
DROP FUNCTION add(integer, integer);
-- migration: 4_triggers
CREATE TABLE t (id int, at timestamptz, n int);
CREATE TRIGGER t_touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER t_some AFTER INSERT OR UPDATE OF n ON t FOR EACH ROW WHEN (NEW.n > 3) EXECUTE PROCEDURE touch();
-- migration: 5_change
ALTER TABLE t DISABLE TRIGGER t_some;
ALTER TRIGGER t_touch ON t RENAME TO t_stamp;
DROP TRIGGER IF EXISTS nowhere ON t;
CREATE OR REPLACE TRIGGER t_some AFTER DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION touch();
-- migration: 6_replace
DROP TRIGGER t_stamp ON t;
CREATE TRIGGER t_stamp BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
-- migration: 7_alter
ALTER FUNCTION total(numeric[]) IMMUTABLE;
ALTER FUNCTION total(VARIADIC numeric[]) RENAME TO sum_of;
ALTER PROCEDURE nothing(int) RENAME TO something;
-- migration: 8_drop
DROP FUNCTION touch() CASCADE;
DROP FUNCTION IF EXISTS pair;
DROP PROCEDURE something;
DROP FUNCTION rows_of;
-- migration: 9_types_of_columns
CREATE TYPE tone AS ENUM ('low');
CREATE TABLE u (id int, n varchar(10), m tone, xs int[]);
CREATE FUNCTION of_columns(a u.n%TYPE, b public.u.xs%TYPE, c u.m%TYPE) RETURNS u.n%TYPE LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION of_type(c tone, d tone[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION of_row(r u) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION touch_u() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER u_touch BEFORE UPDATE OF n, id ON u FOR EACH ROW WHEN (NEW.id > 3) EXECUTE FUNCTION touch_u();
-- migration: 10_rename_types
ALTER TYPE tone RENAME TO pitch;
ALTER TABLE u RENAME TO w;
-- migration: 11_drop_by_type
DROP FUNCTION of_columns(w.n%TYPE, w.xs%TYPE, w.m%TYPE);
DROP FUNCTION of_type(pitch, pitch[]);
-- migration: 12_column_of_a_trigger
ALTER TABLE w RENAME COLUMN n TO title;
ALTER TABLE w RENAME COLUMN id TO number;
-- migration: 12b_function_of_a_trigger
ALTER FUNCTION touch_u() RENAME TO touches_u;
ALTER TABLE w ADD COLUMN later int;
-- migration: 13_trigger_again
CREATE OR REPLACE TRIGGER u_touch BEFORE UPDATE OF title ON w FOR EACH ROW EXECUTE FUNCTION touches_u();
-- migration: 14_column_goes
ALTER TABLE w DROP COLUMN title CASCADE;
-- migration: 15_row_type_goes
CREATE FUNCTION makes_rows() RETURNS SETOF w LANGUAGE sql AS 'SELECT * FROM w';
CREATE FUNCTION of_pitch(p pitch) RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP TABLE w CASCADE;
DROP TYPE pitch CASCADE;
