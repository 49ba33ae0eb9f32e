-- migration: 1_made
CREATE TABLE item (a int PRIMARY KEY, b int UNIQUE, c int CHECK (c > 0), d int REFERENCES item (a), UNIQUE (b, c), CHECK (a < b), CHECK (b < c));
CREATE INDEX ON item (a);
CREATE INDEX ON item (a);
CREATE INDEX ON item (lower(c::text), b);
CREATE INDEX ON item ((a + b));
ALTER TABLE item ADD UNIQUE (d);
ALTER TABLE item ADD FOREIGN KEY (b) REFERENCES item;
ALTER TABLE item ADD CHECK (d > 1);
ALTER TABLE item ADD CHECK (d > 2);
-- migration: 2_long
CREATE TABLE a_table_with_a_name_that_is_nearly_as_long_as_it_can_possibly_be (an_identifier_that_is_quite_long_too serial PRIMARY KEY, b int UNIQUE);
CREATE INDEX ON a_table_with_a_name_that_is_nearly_as_long_as_it_can_possibly_be (an_identifier_that_is_quite_long_too, b);
CREATE INDEX "an_index_name_that_goes_on_and_on_until_it_has_more_than_sixty_three_bytes_in_all" ON item (b);
-- migration: 3_bytes
CREATE TABLE "größenänderungsverfolgungsprotokolleinträgeübersichtstabelleé" ("schlüssel" serial, UNIQUE ("schlüssel"));
-- migration: 4_taken
CREATE SEQUENCE thing_id_seq;
CREATE TABLE thing (id serial);
CREATE TABLE thing_pkey (id int);
CREATE TABLE other (id int, PRIMARY KEY (id));
ALTER TABLE thing ADD PRIMARY KEY (id);
-- migration: 5_drop_made
ALTER TABLE item DROP CONSTRAINT item_c_check;
ALTER TABLE item DROP CONSTRAINT item_b_key CASCADE;
DROP INDEX item_a_idx1;
