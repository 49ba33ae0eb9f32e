-- migration: 1_create
CREATE SEQUENCE counter START 5 INCREMENT 2 MINVALUE 1 MAXVALUE 100 CYCLE;
CREATE SEQUENCE small AS smallint;
CREATE TABLE t (id integer NOT NULL);
-- migration: 2_default
CREATE SEQUENCE t_id_seq AS integer;
ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq');
ALTER SEQUENCE t_id_seq OWNED BY t.id;
-- migration: 3_alter
ALTER SEQUENCE counter INCREMENT BY 10 NO CYCLE;
ALTER SEQUENCE counter MAXVALUE 1000;
ALTER SEQUENCE small AS bigint;
-- migration: 4_rename
ALTER SEQUENCE counter RENAME TO counted;
ALTER SEQUENCE t_id_seq RENAME TO t_numbers;
-- migration: 5_restart
ALTER SEQUENCE counted RESTART WITH 20;
-- migration: 6_drop
DROP SEQUENCE counted, small;
ALTER TABLE t DROP COLUMN id;
-- migration: 7_cascade
CREATE SEQUENCE s;
CREATE TABLE u (id int DEFAULT nextval('s'::regclass));
DROP SEQUENCE s CASCADE;
