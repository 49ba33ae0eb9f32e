-- migration: 1_create
CREATE TABLE t (id int, a text DEFAULT 'x', b int);
-- migration: 2_recreate
DROP TABLE t;
CREATE TABLE t (id int, a text DEFAULT 'x', b bigint);
-- migration: 3_same_again
-- open: the table is made again as it was
DROP TABLE t;
CREATE TABLE t (id int, a text DEFAULT 'x', b bigint);
CREATE INDEX t_b ON t (b);
-- migration: 4_temporarily
CREATE TABLE "new_t" (id int, a text, c int);
INSERT INTO "new_t" (id, a) SELECT id, a FROM t;
DROP TABLE t;
ALTER TABLE "new_t" RENAME TO t;
-- migration: 5_drops
DROP TABLE IF EXISTS nowhere CASCADE;
DROP VIEW IF EXISTS nowhere;
DROP TYPE IF EXISTS nowhere;
DROP FUNCTION IF EXISTS nowhere();
DROP SCHEMA IF EXISTS nowhere CASCADE;
-- migration: 6_if_not_exists
CREATE TABLE IF NOT EXISTS t (id int, z int);
CREATE TABLE IF NOT EXISTS u (id int, z int);
