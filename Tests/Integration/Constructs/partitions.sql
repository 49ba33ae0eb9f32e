-- migration: 1_create
CREATE TABLE event (id bigint NOT NULL, at timestamptz NOT NULL, kind text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_rest PARTITION OF event DEFAULT;
CREATE INDEX event_kind ON event (kind);
-- migration: 2_attach
CREATE TABLE event_2025 (LIKE event INCLUDING ALL);
ALTER TABLE event ATTACH PARTITION event_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration: 3_change
ALTER TABLE event ADD COLUMN note text;
ALTER TABLE event ADD CONSTRAINT event_note CHECK (note <> '');
CREATE UNIQUE INDEX event_unique ON event (kind, at);
-- migration: 4_detach
ALTER TABLE event DETACH PARTITION event_2024;
DROP TABLE event_2024;
-- migration: 5_inherit
CREATE TABLE base (id int, note text NOT NULL DEFAULT 'x');
CREATE TABLE derived (more int) INHERITS (base);
ALTER TABLE base ADD COLUMN late date;
ALTER TABLE base ALTER COLUMN note TYPE varchar(30);
ALTER TABLE base RENAME COLUMN late TO later;
-- migration: 6_drop
ALTER TABLE base DROP COLUMN later;
ALTER TABLE derived NO INHERIT base;
DROP TABLE event CASCADE;
-- migration: 7_lists
CREATE TABLE l (k text, v int) PARTITION BY LIST (k);
CREATE TABLE l_a PARTITION OF l FOR VALUES IN ('a', 'b') PARTITION BY HASH (v);
CREATE TABLE l_a_0 PARTITION OF l_a FOR VALUES WITH (MODULUS 2, REMAINDER 0);
-- migration: indexes_of_partitions
-- open: on PostgreSQL 18 a column that is only added where it is missing is not seen to be missing from partitions
CREATE TABLE hashed (k text NOT NULL DEFAULT 'x', v int) PARTITION BY HASH (k);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE hashed_1 PARTITION OF hashed (v DEFAULT 7) FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE UNIQUE INDEX hashed_k ON hashed (k);
CREATE INDEX ON hashed_1 (v);
ALTER TABLE hashed ADD COLUMN IF NOT EXISTS w int NOT NULL DEFAULT 1;
