-- migration: 1_create
CREATE SCHEMA audit;
CREATE SCHEMA IF NOT EXISTS "Sales";
CREATE TABLE audit.event (id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE "Sales"."Order" ("id" TEXT NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));
-- migration: 2_rename
ALTER SCHEMA audit RENAME TO history;
ALTER TABLE history.event ADD COLUMN note text;
-- migration: 3_nested
CREATE SCHEMA shop CREATE TABLE item (id int) CREATE VIEW items AS SELECT id FROM item;
CREATE INDEX item_id ON shop.item (id);
-- migration: 4_move
ALTER TABLE history.event SET SCHEMA "Sales";
DROP SCHEMA history;
-- migration: 5_cascade
DROP SCHEMA shop CASCADE;
DROP SCHEMA "Sales" CASCADE;
