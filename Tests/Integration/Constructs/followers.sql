-- migration: 1_create
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN small AS int CHECK (VALUE < 100);
CREATE TYPE pair AS (x int, y int);
CREATE SEQUENCE counter;
CREATE SEQUENCE spare;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION grade(m mood, many mood[], n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE parent (
    id int PRIMARY KEY, n int DEFAULT nextval('counter'), o int DEFAULT nextval('spare'), m mood DEFAULT 'sad',
    ms mood[], s small, p pair, b int, c int, d text
);
CREATE TABLE heir (extra int) INHERITS (parent);
CREATE TABLE child (id int, parent_id int REFERENCES parent (id), b int, c int);
CREATE INDEX parent_b ON parent (b) INCLUDE (c) WHERE c > 0;
CREATE INDEX parent_sum ON parent ((b + c));
CREATE INDEX child_b ON child (b) INCLUDE (c) WHERE c > 0;
ALTER TABLE parent ADD CONSTRAINT parent_order CHECK (c > b);
ALTER TABLE child ADD CONSTRAINT child_order CHECK (c > b);
CREATE TRIGGER t BEFORE INSERT ON parent FOR EACH ROW EXECUTE FUNCTION stamp('x');
CREATE POLICY p ON parent USING (b > 0) WITH CHECK (c > 0);
COMMENT ON TABLE parent IS 'rows';
COMMENT ON COLUMN parent.b IS 'a number';
COMMENT ON COLUMN child.b IS 'another';
COMMENT ON INDEX parent_b IS 'an index';
COMMENT ON SEQUENCE counter IS 'a sequence';
-- migration: 2_columns
ALTER TABLE parent RENAME COLUMN b TO bb;
ALTER TABLE parent RENAME COLUMN c TO cc;
ALTER TABLE parent RENAME COLUMN id TO key;
-- migration: 3_types
ALTER TYPE mood RENAME TO temper;
ALTER DOMAIN small RENAME TO tiny;
ALTER TYPE pair RENAME TO couple;
-- migration: 4_sequences_and_functions
ALTER SEQUENCE counter RENAME TO ticker;
ALTER FUNCTION stamp() RENAME TO seal;
-- migration: 5_tables
ALTER TABLE parent RENAME TO elder;
ALTER TABLE child RENAME TO younger;
ALTER INDEX parent_b RENAME TO elder_b;
-- migration: 6_namespaces
CREATE SCHEMA other;
ALTER TYPE temper SET SCHEMA other;
ALTER DOMAIN tiny SET SCHEMA other;
ALTER TABLE elder SET SCHEMA other;
ALTER FUNCTION grade(other.temper, other.temper[], int) SET SCHEMA other;
ALTER SEQUENCE spare SET SCHEMA other;
-- migration: 7_namespace_renamed
ALTER SCHEMA other RENAME TO another;
ALTER TABLE another.elder RENAME COLUMN bb TO b;
ALTER TABLE another.elder ADD COLUMN e another.temper DEFAULT 'glad';
ALTER TYPE another.temper RENAME VALUE 'glad' TO 'happy';
-- migration: 8_trigger_and_policy
ALTER TRIGGER t ON another.elder RENAME TO u;
ALTER POLICY p ON another.elder RENAME TO q;
ALTER TABLE another.elder DISABLE TRIGGER u;
-- migration: 9_trigger_always
ALTER TABLE another.elder ENABLE ALWAYS TRIGGER u;
