-- migration: 1_create
CREATE TABLE t (id int PRIMARY KEY, a text);
INSERT INTO t VALUES (1, 'x');
-- migration: 2_backfill
ALTER TABLE t ADD COLUMN b text;
UPDATE t SET b = a;
ALTER TABLE t ALTER COLUMN b SET NOT NULL;
-- migration: 3_leading
UPDATE t SET a = 'y';
ALTER TABLE t ADD COLUMN c int;
-- migration: 4_trailing
ALTER TABLE t ADD COLUMN d int;
DELETE FROM t;
-- migration: 5_only
INSERT INTO t (id, b) VALUES (2, 'z') ON CONFLICT DO NOTHING;
-- migration: 6_undone
ALTER TABLE t ADD COLUMN e int;
UPDATE t SET e = 1;
ALTER TABLE t DROP COLUMN e;
-- migration: 7_temporary
ALTER TABLE t ADD COLUMN f int DEFAULT 0;
ALTER TABLE t ALTER COLUMN f DROP DEFAULT;
-- migration: 8_settings
SET lock_timeout = '5s';
ALTER TABLE t ADD COLUMN g int;
SELECT 1;
GRANT SELECT ON t TO PUBLIC;
COMMENT ON TABLE t IS 'rows';
ANALYZE t;
