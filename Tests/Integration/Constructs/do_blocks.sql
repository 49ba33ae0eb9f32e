-- migration: 1_create
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int, a_id int);
-- migration: 2_guards
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
        CREATE TYPE mood AS ENUM ('sad', 'glad');
    END IF;
END $$;
DO $$ BEGIN
    CREATE TYPE color AS ENUM ('red');
EXCEPTION
    WHEN duplicate_object THEN null;
END $$;
DO $$
BEGIN
    ALTER TABLE b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a_id) REFERENCES a (id);
EXCEPTION WHEN duplicate_object THEN
    RAISE NOTICE 'there already';
END
$$;
-- migration: 3_again
-- open: the first block does nothing by the scripts before it, and all others make only what is missing
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = 'mood') THEN
        CREATE TYPE mood AS ENUM ('sad');
    END IF;
END $$;
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'b' AND column_name = 'extra') THEN
        ALTER TABLE b ADD COLUMN extra text;
    END IF;
END $$;
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'b_a_fkey') THEN
        ALTER TABLE b DROP CONSTRAINT b_a_fkey;
    END IF;
END $$;
-- migration: 4_execute
DO $$ BEGIN
    EXECUTE 'ALTER TABLE b ADD COLUMN dynamic int';
END $$;
CREATE INDEX b_dynamic ON b (dynamic);
-- migration: 5_loop
-- open: the block makes its statements itself
DO $$
DECLARE r record;
BEGIN
    FOR r IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename IN ('a', 'b') LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN looped int', r.tablename);
    END LOOP;
END $$;
CREATE TABLE c (id int);
-- migration: 6_data
DO $$ BEGIN
    IF (SELECT count(*) FROM a) > 0 THEN
        ALTER TABLE a ADD COLUMN never int;
    END IF;
END $$;
ALTER TABLE a ADD COLUMN always int;
-- migration: 7_else
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'nowhere') THEN
        DROP TABLE nowhere;
    ELSE
        CREATE TABLE somewhere (id int);
    END IF;
END $$;
-- migration: 8_regclass
DO $$ BEGIN
    IF to_regclass('public.c') IS NOT NULL AND to_regclass('public.e') IS NULL THEN
        ALTER TABLE c RENAME TO e;
    END IF;
END $$;
-- migration: 9_type_of_a_tables_name
-- open: the block makes nothing, since a table has the name
DO $$ BEGIN
    CREATE TYPE a AS ENUM ('x');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
    CREATE TYPE shade AS ENUM ('x');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
