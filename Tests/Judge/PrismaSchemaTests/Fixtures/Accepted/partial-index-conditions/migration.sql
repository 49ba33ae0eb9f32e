-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "S" AS ENUM ('ON', 'OFF');

-- CreateTable
CREATE TABLE "W" (
    "id" INTEGER NOT NULL,
    "a" TEXT,
    "deleted" TIMESTAMP(3),
    "n" INTEGER NOT NULL,
    "s" "S" NOT NULL,
    "t" TEXT NOT NULL,
    "b" BOOLEAN NOT NULL,

    CONSTRAINT "W_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "a_open" ON "W"("a") WHERE (deleted IS NULL);

-- CreateIndex
CREATE INDEX "two" ON "W"("n") WHERE (s = 'ON');

-- CreateIndex
CREATE INDEX "three" ON "W"("n") WHERE (s IN ('ON', 'OFF'));

-- CreateIndex
CREATE INDEX "four" ON "W"("t") WHERE (t <> '' AND n > 0);

-- CreateIndex
CREATE INDEX "five" ON "W"("t") WHERE (n BETWEEN 1 AND 5);

-- CreateIndex
CREATE INDEX "six" ON "W"("t") WHERE (t LIKE 'a%');

-- CreateIndex
CREATE INDEX "seven" ON "W"("t") WHERE ("b" = true AND "n" != 4);

-- CreateIndex
CREATE INDEX "eight" ON "W"("t") WHERE ("deleted" IS NULL);

-- CreateIndex
CREATE INDEX "nine" ON "W"("t") WHERE ("t" = 'it''s');

-- CreateIndex
CREATE INDEX "ten" ON "W"("n") WHERE (NOT b);

-- CreateIndex
CREATE INDEX "eleven" ON "W"("n") WHERE (lower(t) = 'x');

-- CreateIndex
CREATE INDEX "twelve" ON "W"("n") WHERE (deleted > '2024-01-01');

-- CreateIndex
CREATE INDEX "thirteen" ON "W"("n") WHERE ((b IS TRUE) OR n IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "one" ON "W"("n", "t") WHERE (b = true);
