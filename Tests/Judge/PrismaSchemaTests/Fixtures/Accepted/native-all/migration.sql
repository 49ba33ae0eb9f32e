-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Everything" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "a" OID NOT NULL,
    "b" MONEY NOT NULL,
    "c" INET NOT NULL,
    "d" BIT(8) NOT NULL,
    "e" VARBIT(12) NOT NULL,
    "e2" VARBIT NOT NULL,
    "f" XML NOT NULL,
    "g" CHAR(3) NOT NULL,
    "h" VARCHAR(255),
    "h2" VARCHAR,
    "i" TIMESTAMPTZ(6) NOT NULL,
    "i2" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "j" TIME(0) NOT NULL,
    "k" TIMETZ(3) NOT NULL,
    "l" DATE NOT NULL,
    "m" REAL NOT NULL,
    "n" DECIMAL(12,4) NOT NULL,
    "o" SMALLINT[],
    "p" VARCHAR(10)[],
    "q" TIMESTAMPTZ(3)[],
    "r" DECIMAL(5,2)[],
    "s" UUID[],
    "t" TEXT NOT NULL,
    "u" BOOLEAN NOT NULL,
    "v" BYTEA NOT NULL,
    "w" JSON NOT NULL,
    "x" INTEGER NOT NULL,
    "y" BIGINT NOT NULL,
    "z" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "Everything_pkey" PRIMARY KEY ("id")
);
