-- migration: 1_create
CREATE TABLE b (id int);
CREATE TABLE t (id int, x int);
CREATE INDEX t_x ON t (x);
CREATE TABLE g (id int, x int);
CREATE TYPE e AS ENUM ('p');
CREATE VIEW v AS SELECT id FROM b;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- migration: 2_there_before
CREATE TABLE IF NOT EXISTS t (id int, x int);
ALTER TABLE b ADD COLUMN y int;
-- migration: 3_index_there_before
ALTER TABLE b ADD COLUMN z int;
CREATE INDEX IF NOT EXISTS t_x ON t (x);
ALTER TABLE b ADD COLUMN u int;
-- migration: 4_replaced_by_the_same
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE VIEW v AS SELECT id FROM b;
CREATE TABLE c (id int);
-- migration: 5_dropped_by_hand
-- by hand: DROP TABLE g
-- open: where the table is there, it may be the one of the first script
CREATE TABLE IF NOT EXISTS g (id int, x int);
-- migration: 6_more
ALTER TABLE c ADD COLUMN n int;
-- migration: 7_column_dropped_by_hand
-- by hand: ALTER TABLE c DROP COLUMN n
ALTER TABLE b ADD COLUMN w int;
ALTER TABLE c ADD COLUMN IF NOT EXISTS n int;
-- migration: 8_value_and_more
-- open: only what is there already is asked for at last
ALTER TYPE e ADD VALUE IF NOT EXISTS 'p';
CREATE TABLE d (id int);
CREATE TABLE IF NOT EXISTS d (id int);
