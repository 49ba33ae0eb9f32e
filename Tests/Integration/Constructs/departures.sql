-- migration: 1_create
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TYPE pair AS (x int, y int);
CREATE DOMAIN small AS int;
CREATE SEQUENCE counter;
CREATE SEQUENCE spare;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION grade(m mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE a (
    id int PRIMARY KEY, n int DEFAULT nextval('counter'), o int DEFAULT nextval('spare'), m mood, w text,
    s small, p pair, x int, y int, z int, during tstzrange, u serial, v int,
    twice int GENERATED ALWAYS AS (z * 2) STORED
);
CREATE TABLE b (id int, a_id int REFERENCES a (id), x int, y int, UNIQUE (x, y));
CREATE TABLE heir (extra int) INHERITS (b);
CREATE TABLE grandchild () INHERITS (heir);
CREATE UNIQUE INDEX a_xy ON a (x, y);
CREATE TABLE c (a_x int, a_y int, FOREIGN KEY (a_x, a_y) REFERENCES a (x, y));
CREATE INDEX a_x ON a (x);
CREATE INDEX a_v ON a (v) INCLUDE (y);
CREATE INDEX a_some ON a (v) WHERE y > 0;
CREATE INDEX a_sum ON a ((y + v));
CREATE INDEX a_other ON a (v);
ALTER TABLE a ADD CONSTRAINT a_x_y CHECK (x > y);
ALTER TABLE a ADD CONSTRAINT a_v_check CHECK (v > 0);
ALTER TABLE a ADD CONSTRAINT a_during EXCLUDE USING gist (y WITH =, during WITH &&);
CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE POLICY a_using ON a USING (y > 0);
CREATE POLICY a_with ON a WITH CHECK (y > 0);
CREATE POLICY a_v ON a USING (v > 0);
CREATE VIEW a_view AS SELECT x, v FROM a;
CREATE MATERIALIZED VIEW a_rows AS SELECT v FROM a;
CREATE INDEX a_rows_v ON a_rows (v);
CREATE VIEW a_view_view AS SELECT v FROM a_view;
COMMENT ON TABLE a IS 'rows';
COMMENT ON COLUMN a.y IS 'a number';
COMMENT ON COLUMN a.v IS 'a number';
COMMENT ON VIEW a_view IS 'some';
COMMENT ON INDEX a_v IS 'an index';
-- migration: 2_columns
ALTER TABLE a DROP COLUMN y CASCADE;
ALTER TABLE a DROP COLUMN z CASCADE;
ALTER TABLE b DROP COLUMN y;
-- migration: 3_views
DROP VIEW a_view CASCADE;
ALTER TABLE a DROP COLUMN x CASCADE;
DROP MATERIALIZED VIEW a_rows;
-- migration: 4_sequences_and_types
DROP SEQUENCE counter CASCADE;
DROP TYPE mood CASCADE;
DROP TYPE pair CASCADE;
DROP DOMAIN small CASCADE;
-- migration: 5_functions
DROP FUNCTION stamp() CASCADE;
DROP FUNCTION one;
DROP POLICY a_v ON a;
-- migration: 6_columns_that_own
ALTER TABLE a DROP COLUMN u;
ALTER TABLE a DROP COLUMN v CASCADE;
-- migration: 7_tables
DROP TABLE a CASCADE;
DROP TABLE b CASCADE;
-- migration: 8_types_on_the_way
CREATE TYPE e AS ENUM ('p');
CREATE TYPE f AS ENUM ('p');
CREATE TABLE d (x e DEFAULT 'p', y e DEFAULT 'p');
ALTER TABLE d ALTER x DROP DEFAULT;
ALTER TABLE d ALTER x TYPE f USING x::text::f, ALTER y TYPE text;
DROP TYPE e CASCADE;
-- migration: 9_extension
-- open: what the extension holds is not compared
CREATE EXTENSION citext;
CREATE TABLE g (x citext DEFAULT 'a', y text);
ALTER TABLE g ALTER x TYPE text;
DROP EXTENSION citext CASCADE;
