-- migration: 1_create
CREATE TABLE a (id serial PRIMARY KEY, x int, CONSTRAINT a_x_check CHECK (x > 0));
CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id), x int);
CREATE INDEX b_x ON b (x);
CREATE VIEW v AS SELECT a.id, b.x FROM a JOIN b ON b.a_id = a.id;
-- migration: 2_table
ALTER TABLE a RENAME TO "First";
ALTER TABLE "First" RENAME CONSTRAINT "a_pkey" TO "First_pkey";
ALTER SEQUENCE a_id_seq RENAME TO "First_id_seq";
-- migration: 3_columns
ALTER TABLE b RENAME COLUMN a_id TO first_id;
ALTER TABLE "First" RENAME COLUMN x TO "Y";
ALTER TABLE b RENAME x TO z;
-- migration: 4_circle
ALTER TABLE b RENAME TO c;
CREATE TABLE b (id int);
ALTER TABLE "First" RENAME TO a;
-- migration: 5_swap
ALTER TABLE b RENAME TO d;
ALTER TABLE c RENAME TO b;
ALTER TABLE d RENAME TO c;
-- migration: 6_constraint
ALTER TABLE b RENAME CONSTRAINT b_a_id_fkey TO b_first_id_fkey;
ALTER TABLE a RENAME CONSTRAINT a_x_check TO a_y_positive;
-- migration: 7_schema
CREATE SCHEMA other;
ALTER TABLE a SET SCHEMA other;
ALTER VIEW v SET SCHEMA other;
