-- migration: 1_create
CREATE TABLE t (id int, a int, b int);
CREATE STATISTICS t_stats (dependencies) ON a, b FROM t;
CREATE RULE t_quiet AS ON DELETE TO t DO INSTEAD NOTHING;
-- migration: 2_replica
ALTER TABLE t REPLICA IDENTITY FULL;
ALTER TABLE t ADD COLUMN c int;
-- migration: 3_cluster
-- open: which index a table is clustered on is not compared
CREATE INDEX t_a ON t (a);
ALTER TABLE t CLUSTER ON t_a;
CLUSTER t;
-- migration: 4_aggregate
CREATE AGGREGATE largest (int) (SFUNC = int4larger, STYPE = int);
-- migration: 5_privileges
-- open: default privileges are not compared
CREATE TABLE v (id int);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
REVOKE ALL ON v FROM PUBLIC;
ALTER TABLE v OWNER TO CURRENT_USER;
-- migration: 6_publication
CREATE PUBLICATION changes FOR TABLE t;
DROP PUBLICATION changes;
-- migration: 7_foreign
CREATE COLLATION german (provider = icu, locale = 'de-DE');
CREATE TABLE w (a text COLLATE german);
