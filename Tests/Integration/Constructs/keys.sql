-- migration: 1_create
CREATE TABLE a (id int NOT NULL, x int, y int);
CREATE TABLE b (id int, a_id int, a_x int, a_y int);
-- migration: 2_add
ALTER TABLE a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
ALTER TABLE a ADD CONSTRAINT a_xy UNIQUE (x, y) INCLUDE (id);
ALTER TABLE b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE b ADD CONSTRAINT b_xy_fkey FOREIGN KEY (a_x, a_y) REFERENCES a (x, y) DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE b ADD CONSTRAINT b_check CHECK (a_id > 0) NOT VALID;
-- migration: 3_validate
ALTER TABLE b VALIDATE CONSTRAINT b_check;
ALTER TABLE b VALIDATE CONSTRAINT b_xy_fkey;
-- migration: 4_replace
ALTER TABLE b DROP CONSTRAINT b_a_fkey;
ALTER TABLE b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE ON UPDATE CASCADE;
-- migration: 5_swap_key
ALTER TABLE a DROP CONSTRAINT a_pkey CASCADE, ADD CONSTRAINT a_pkey PRIMARY KEY (id, x);
CREATE UNIQUE INDEX a_id_key ON a (id);
-- migration: 6_using
CREATE UNIQUE INDEX b_id_idx ON b (id);
ALTER TABLE b ADD CONSTRAINT b_id_unique UNIQUE USING INDEX b_id_idx;
ALTER TABLE b RENAME CONSTRAINT b_id_unique TO b_id_key;
ALTER INDEX b_id_key RENAME TO b_only;
-- migration: 7_exclusion
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE booking (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
ALTER TABLE booking ADD CONSTRAINT one_room EXCLUDE USING gist (room WITH =) WHERE (room > 3);
-- migration: 8_checks
ALTER TABLE b DROP CONSTRAINT b_check;
ALTER TABLE b ADD CONSTRAINT b_check CHECK (a_id IN (1, 2, 3) AND a_x BETWEEN 1 AND 9 OR a_y IS NULL);
ALTER TABLE b ALTER CONSTRAINT b_xy_fkey NOT DEFERRABLE;
-- migration: 9_drop_column
ALTER TABLE a DROP COLUMN y CASCADE;
ALTER TABLE b DROP COLUMN a_x CASCADE;
-- migration: 10_index_of_a_key
CREATE TABLE p (id int, n int, m int);
CREATE UNIQUE INDEX p_id ON p (id);
CREATE UNIQUE INDEX p_nm ON p (n, m);
CREATE UNIQUE INDEX p_n_some ON p (n) WHERE m > 0;
ALTER TABLE p ADD CONSTRAINT p_n UNIQUE (n);
CREATE TABLE c (p_id int REFERENCES p (id), n int REFERENCES p (n), m int, FOREIGN KEY (m, n) REFERENCES p (m, n));
-- migration: 11_drop_index_cascade
DROP INDEX p_id CASCADE;
DROP INDEX p_n_some CASCADE;
DROP INDEX p_nm CASCADE;
-- migration: 12_drop_key_cascade
ALTER TABLE p DROP CONSTRAINT p_n CASCADE;
-- migration: 13_exclusion_columns
ALTER TABLE booking RENAME COLUMN room TO place;
ALTER TABLE booking RENAME COLUMN during TO span;
-- migration: 14_exclusion_again
ALTER TABLE booking DROP CONSTRAINT one_room;
ALTER TABLE booking ADD CONSTRAINT one_room EXCLUDE USING gist (place WITH =) WHERE (place > 4);
ALTER TABLE booking ADD CONSTRAINT other EXCLUDE USING gist ((place + 1) WITH =, span WITH &&) DEFERRABLE;
-- migration: 15_exclusion_goes
ALTER TABLE booking DROP COLUMN span;
ALTER TABLE booking DROP COLUMN place CASCADE;
