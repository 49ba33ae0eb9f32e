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
