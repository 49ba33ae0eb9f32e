-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "x";

-- CreateEnum
CREATE TYPE "K" AS ENUM ('one', 'two');

-- CreateTable
CREATE TABLE "x"."A" (
    "id" INTEGER NOT NULL,
    "k" "K" NOT NULL DEFAULT 'one',

    CONSTRAINT "A_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "B" (
    "id" INTEGER NOT NULL,
    "aId" INTEGER NOT NULL,

    CONSTRAINT "B_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "x"."A2" (
    "id" TEXT NOT NULL,

    CONSTRAINT "A2_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "x"."_A2ToB" (
    "A" TEXT NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_A2ToB_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "_A2ToB_B_index" ON "x"."_A2ToB"("B");

-- AddForeignKey
ALTER TABLE "B" ADD CONSTRAINT "B_aId_fkey" FOREIGN KEY ("aId") REFERENCES "x"."A"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "x"."_A2ToB" ADD CONSTRAINT "_A2ToB_A_fkey" FOREIGN KEY ("A") REFERENCES "x"."A2"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "x"."_A2ToB" ADD CONSTRAINT "_A2ToB_B_fkey" FOREIGN KEY ("B") REFERENCES "B"("id") ON DELETE CASCADE ON UPDATE CASCADE;
