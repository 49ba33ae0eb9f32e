-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "colours" AS ENUM ('r', 'green one', 'BLUE');

-- CreateTable
CREATE TABLE "E" (
    "id" INTEGER NOT NULL,
    "a" "colours" NOT NULL DEFAULT 'r',
    "b" "colours" DEFAULT 'green one',
    "c" "colours"[] DEFAULT ARRAY[]::"colours"[],
    "d" "colours"[] DEFAULT ARRAY['r', 'green one', 'BLUE']::"colours"[],
    "e" "colours"[],
    "f" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "g" INTEGER[] DEFAULT ARRAY[1, -2, 3]::INTEGER[],
    "h" BIGINT[] DEFAULT ARRAY[9007199254740993]::BIGINT[],
    "i" DOUBLE PRECISION[] DEFAULT ARRAY[1.5, -0.25]::DOUBLE PRECISION[],
    "j" BOOLEAN[] DEFAULT ARRAY[true, false]::BOOLEAN[],
    "k" DECIMAL(65,30)[] DEFAULT ARRAY[1.50]::DECIMAL(65,30)[],
    "l" TIMESTAMP(3)[] DEFAULT ARRAY['2024-01-01 00:00:00 +00:00']::TIMESTAMP(3)[],

    CONSTRAINT "E_pkey" PRIMARY KEY ("id")
);
