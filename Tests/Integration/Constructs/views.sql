-- migration: 1_create
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE VIEW v AS SELECT id, a FROM t WHERE b > 0;
CREATE MATERIALIZED VIEW m AS SELECT a, count(*) AS n FROM t GROUP BY a;
CREATE UNIQUE INDEX m_a ON m (a);
-- migration: 2_replace
CREATE OR REPLACE VIEW v AS SELECT id, a, b FROM t;
-- migration: 3_body
CREATE OR REPLACE VIEW v AS SELECT id, a, b FROM t WHERE b > 10;
-- migration: 4_again
DROP VIEW v;
CREATE VIEW v AS SELECT t.id, upper(t.a) AS a FROM t;
-- migration: 5_renames
ALTER VIEW v RENAME TO w;
ALTER MATERIALIZED VIEW m RENAME TO totals;
ALTER VIEW w RENAME COLUMN a TO title;
-- migration: 6_matview
DROP MATERIALIZED VIEW totals;
CREATE MATERIALIZED VIEW totals AS SELECT a, sum(b) AS total FROM t GROUP BY a WITH NO DATA;
-- migration: 7_cascade
ALTER TABLE t DROP COLUMN a CASCADE;
-- migration: 8_nested
CREATE VIEW one AS SELECT id FROM t;
CREATE VIEW two AS SELECT id FROM one;
DROP VIEW one CASCADE;
-- migration: 9_drop
CREATE VIEW three WITH (security_barrier = true) AS SELECT * FROM t;
DROP TABLE t CASCADE;
