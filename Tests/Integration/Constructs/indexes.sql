-- migration: 1_create
CREATE TABLE t (id int, a text, b text, j jsonb, ts tsvector, at timestamptz, deleted boolean);
-- migration: 2_add
CREATE INDEX t_a ON t (a);
CREATE UNIQUE INDEX t_b ON t (b DESC NULLS LAST, a COLLATE "C" text_pattern_ops);
CREATE INDEX t_j ON t USING GIN (j jsonb_path_ops);
CREATE INDEX t_ts ON t USING gin (ts);
CREATE INDEX t_at ON t USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX t_hash ON t USING hash (a);
CREATE INDEX t_lower ON t (lower(a), (b || 'x'));
CREATE UNIQUE INDEX t_live ON t (a) WHERE deleted IS NOT TRUE AND a <> 'x';
CREATE INDEX t_include ON t (a) INCLUDE (b, id);
CREATE UNIQUE INDEX t_nulls ON t (a, b) NULLS NOT DISTINCT;
CREATE INDEX IF NOT EXISTS t_a ON t (b);
CREATE INDEX IF NOT EXISTS t_new ON t (b);
-- migration: 3_replace
DROP INDEX t_a;
CREATE INDEX t_a ON t (a, b);
-- migration: 4_rename
ALTER INDEX t_a RENAME TO t_renamed;
ALTER INDEX IF EXISTS nowhere RENAME TO nothing;
DROP INDEX IF EXISTS t_b, t_hash;
DROP INDEX IF EXISTS t_hash;
-- migration: 5_column
ALTER TABLE t RENAME COLUMN a TO title;
ALTER TABLE t RENAME COLUMN deleted TO gone;
-- migration: 6_drop_column
ALTER TABLE t DROP COLUMN b;
-- migration: 7_rebuild
DROP INDEX t_live;
CREATE UNIQUE INDEX t_live ON t (title) WHERE gone IS NOT TRUE;
DROP INDEX t_live;
CREATE UNIQUE INDEX t_live ON t (title) WHERE gone IS FALSE;
-- migration: 8_concurrently
CREATE INDEX CONCURRENTLY t_later ON t (at);
-- migration: 9_drop_concurrently
DROP INDEX CONCURRENTLY t_later;
