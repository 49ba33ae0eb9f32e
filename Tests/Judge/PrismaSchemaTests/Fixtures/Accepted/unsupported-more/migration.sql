-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "U" (
    "id" INTEGER NOT NULL,
    "a" interval NOT NULL,
    "b" interval(3),
    "c" int4range NOT NULL,
    "d" tstzrange,
    "e" point,
    "f" tsvector,
    "g" cidr,
    "h" macaddr8,
    "i" numrange[],
    "j" name,
    "k" time with time zone,
    "l" timestamp(3) with time zone,
    "m" jsonpath,
    "n" bpchar,
    "o" character varying(12),
    "p" "char",

    CONSTRAINT "U_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "U_f_idx" ON "U" USING GIN ("f");

-- CreateIndex
CREATE INDEX "U_c_idx" ON "U" USING GIST ("c");
