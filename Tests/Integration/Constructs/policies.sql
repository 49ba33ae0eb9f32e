-- migration: 1_create
CREATE TABLE t (id int, owner text, tenant uuid);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON t FOR SELECT USING (owner = current_user);
CREATE POLICY tenants ON t AS RESTRICTIVE USING (tenant = current_setting('app.tenant')::uuid) WITH CHECK (tenant IS NOT NULL);
-- migration: 2_alter
ALTER POLICY mine ON t USING (owner = current_user OR owner IS NULL);
ALTER POLICY mine ON t RENAME TO own;
-- migration: 3_again
DROP POLICY own ON t;
CREATE POLICY own ON t FOR ALL USING (true);
-- migration: 4_off
DROP POLICY IF EXISTS tenants ON t;
ALTER TABLE t NO FORCE ROW LEVEL SECURITY;
ALTER TABLE t DISABLE ROW LEVEL SECURITY;
-- migration: 5_table
ALTER TABLE t RENAME TO rows_of_tenants;
DROP TABLE rows_of_tenants;
