-- migration: 1_create
CREATE TABLE source (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x', n int CHECK (n > 0), g int GENERATED ALWAYS AS (1) STORED);
CREATE INDEX source_name ON source (name);
-- migration: 2_like
CREATE TABLE copy (LIKE source);
CREATE TABLE all_of (LIKE source INCLUDING ALL, extra int);
CREATE TABLE defaults (LIKE source INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
-- migration: 3_as
CREATE TABLE selected AS SELECT id, name, n + 1 AS m FROM source;
CREATE TABLE IF NOT EXISTS selected AS SELECT 1 AS one;
SELECT id INTO into_table FROM source;
-- migration: 4_backup
CREATE TABLE source_backup AS TABLE source;
ALTER TABLE source_backup ADD COLUMN saved timestamptz DEFAULT now();
DROP TABLE source_backup;
-- migration: 5_temporary
CREATE TEMP TABLE scratch (id int);
CREATE UNLOGGED TABLE fast (id int);
ALTER TABLE fast SET LOGGED;
CREATE TABLE tuned (id int) WITH (fillfactor = 70);
ALTER TABLE tuned SET (fillfactor = 80, autovacuum_enabled = false);
ALTER TABLE tuned RESET (fillfactor);
