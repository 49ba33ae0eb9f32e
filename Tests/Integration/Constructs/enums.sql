-- migration: 1_create
CREATE TYPE "Priority" AS ENUM ('LOW', 'HIGH');
CREATE TABLE t (id int, p "Priority" NOT NULL DEFAULT 'LOW', ps "Priority"[] DEFAULT ARRAY['LOW']::"Priority"[]);
-- migration: 2_add_value
ALTER TYPE "Priority" ADD VALUE 'URGENT';
-- migration: 3_add_values
ALTER TYPE "Priority" ADD VALUE IF NOT EXISTS 'URGENT';
ALTER TYPE "Priority" ADD VALUE 'NONE' BEFORE 'LOW';
-- migration: 4_rename_value
ALTER TYPE "Priority" RENAME VALUE 'NONE' TO 'ZERO';
ALTER TYPE "Priority" RENAME TO "Urgency";
-- migration: 4b_rename_a_default
ALTER TABLE t ADD CONSTRAINT not_low CHECK (p <> 'LOW' OR id > 0);
ALTER TYPE "Urgency" RENAME VALUE 'LOW' TO 'MINOR';
ALTER TABLE t ADD COLUMN q int;
ALTER TYPE "Urgency" RENAME VALUE 'MINOR' TO 'LOW';
ALTER TABLE t DROP CONSTRAINT not_low;
-- migration: 5_swap
CREATE TYPE "Urgency_new" AS ENUM ('LOW', 'HIGH');
ALTER TABLE t ALTER COLUMN p DROP DEFAULT;
ALTER TABLE t ALTER COLUMN ps DROP DEFAULT;
ALTER TABLE t ALTER COLUMN p TYPE "Urgency_new" USING (p::text::"Urgency_new");
ALTER TABLE t ALTER COLUMN ps TYPE "Urgency_new"[] USING (ps::text[]::"Urgency_new"[]);
ALTER TYPE "Urgency" RENAME TO "Urgency_old";
ALTER TYPE "Urgency_new" RENAME TO "Urgency";
DROP TYPE "Urgency_old";
ALTER TABLE t ALTER COLUMN p SET DEFAULT 'LOW';
-- migration: 6_drop
DROP TABLE t;
DROP TYPE "Urgency";
-- migration: 7_default_renamed
CREATE TYPE shade AS ENUM ('dark', 'light');
CREATE TABLE painted (s shade DEFAULT 'dark', ss shade[] DEFAULT '{dark,light}');
ALTER TYPE shade RENAME VALUE 'dark' TO 'deep';
