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
-- migration: 10_names
CREATE TABLE n (x int[], y text, z int);
CREATE VIEW names AS SELECT 'a'::text, least(z, 1), greatest(z, 2), CASE WHEN z > 1 THEN 1 END, coalesce(y, 'b'),
    (SELECT y AS inner_y FROM n LIMIT 1), EXISTS (SELECT 1), ARRAY(SELECT 1), x[1], upper(y), z + 1 FROM n;
CREATE VIEW more_names AS SELECT CASE WHEN z > 1 THEN 1 ELSE z END, ARRAY[1, 2], (SELECT max(z) FROM n), y COLLATE "C", 5::int8
    FROM n;
CREATE VIEW odd_names AS SELECT CASE WHEN z > 1 THEN 'a' ELSE upper(y) END, CASE WHEN z > 1 THEN 1 ELSE 2::int8 END,
    CASE WHEN z > 1 THEN 'a' ELSE y::varchar END FROM n;
CREATE VIEW first_of_two AS SELECT z AS a FROM n UNION SELECT z AS b FROM n;
CREATE VIEW given (one, two) AS SELECT z, y, x FROM n;
CREATE VIEW checked AS SELECT z FROM n WHERE z > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW checked_far WITH (security_barrier) AS SELECT z FROM checked WITH CASCADED CHECK OPTION;
COMMENT ON VIEW names IS 'many';
CREATE MATERIALIZED VIEW kept AS SELECT z FROM n;
COMMENT ON MATERIALIZED VIEW kept IS 'few';
-- migration: 11_indexes_by_name
CREATE INDEX ON n (least(z, 1));
CREATE INDEX ON n ((CASE WHEN z > 1 THEN 'a' ELSE upper(y) END));
CREATE INDEX ON n ((y COLLATE "C"), (z::int8));
