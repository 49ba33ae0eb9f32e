-- A role for the exporter: it can read _prisma_migrations of one schema and nothing else; where Prisma 8 manages the
-- database, also which contract that is at.
--
--   psql -v ON_ERROR_STOP=1 -f deploy/role.sql DATABASE
--   psql -v schema=tenant1 -v role=prisma_migrate_exporter -v password="$PASSWORD" -f deploy/role.sql DATABASE
--
-- Run as a superuser or the database's owner with CREATEROLE; again after Prisma has made the table, once a schema.
-- It may be run any number of times.
--
-- The role may hold 20 connections to the server: as many as an exporter opens by default, limits.max_connections_per_server
-- of its configuration, and as many for a diagnose beside it. Where that is raised, say -v connections=NUMBER.

\set ON_ERROR_STOP on
\if :{?schema} \else \set schema public \endif
\if :{?role} \else \set role prisma_migrate_exporter \endif
\if :{?connections} \else \set connections 20 \endif

SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = :'role') AS absent \gset
\if :absent
CREATE ROLE :"role" LOGIN;
\endif
ALTER ROLE :"role" NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS CONNECTION LIMIT :connections;
ALTER ROLE :"role" SET default_transaction_read_only = on;
ALTER ROLE :"role" SET statement_timeout = '10s';
ALTER ROLE :"role" SET lock_timeout = '2s';
ALTER ROLE :"role" SET idle_in_transaction_session_timeout = '30s';
\if :{?password}
ALTER ROLE :"role" PASSWORD :'password';
\endif

SELECT pg_catalog.format('GRANT CONNECT ON DATABASE %I TO %I', pg_catalog.current_database(), :'role') \gexec

SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = :'schema') AS found \gset
\if :found
GRANT USAGE ON SCHEMA :"schema" TO :"role";
\endif

SELECT EXISTS (
    SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = :'schema' AND c.relname = '_prisma_migrations') AS found \gset
\if :found
REVOKE ALL ON :"schema"._prisma_migrations FROM :"role";
GRANT SELECT ON :"schema"._prisma_migrations TO :"role";
\echo The role can read _prisma_migrations now.
\else
\echo There is no _prisma_migrations in that schema yet: run this file again after the first prisma migrate deploy.
\endif

SELECT pg_catalog.count(*) = 2 AS found FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'prisma_contract' AND c.relname IN ('marker', 'ledger') \gset
\if :found
GRANT USAGE ON SCHEMA prisma_contract TO :"role";
GRANT SELECT (space, core_hash, updated_at) ON prisma_contract.marker TO :"role";
GRANT SELECT (id, migration_name, created_at) ON prisma_contract.ledger TO :"role";
\endif
