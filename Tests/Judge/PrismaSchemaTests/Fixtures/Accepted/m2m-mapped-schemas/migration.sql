-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "a";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "b";

-- CreateTable
CREATE TABLE "b"."z" (
    "zebra_id" SMALLINT NOT NULL,

    CONSTRAINT "z_pkey" PRIMARY KEY ("zebra_id")
);

-- CreateTable
CREATE TABLE "a"."zz_herd" (
    "herd_id" BIGSERIAL NOT NULL,

    CONSTRAINT "zz_herd_pkey" PRIMARY KEY ("herd_id")
);

-- CreateTable
CREATE TABLE "a"."_HerdToZebra" (
    "A" BIGINT NOT NULL,
    "B" SMALLINT NOT NULL,

    CONSTRAINT "_HerdToZebra_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "a"."_FormerHerds" (
    "A" BIGINT NOT NULL,
    "B" SMALLINT NOT NULL,

    CONSTRAINT "_FormerHerds_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "_HerdToZebra_B_index" ON "a"."_HerdToZebra"("B");

-- CreateIndex
CREATE INDEX "_FormerHerds_B_index" ON "a"."_FormerHerds"("B");

-- AddForeignKey
ALTER TABLE "a"."_HerdToZebra" ADD CONSTRAINT "_HerdToZebra_A_fkey" FOREIGN KEY ("A") REFERENCES "a"."zz_herd"("herd_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "a"."_HerdToZebra" ADD CONSTRAINT "_HerdToZebra_B_fkey" FOREIGN KEY ("B") REFERENCES "b"."z"("zebra_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "a"."_FormerHerds" ADD CONSTRAINT "_FormerHerds_A_fkey" FOREIGN KEY ("A") REFERENCES "a"."zz_herd"("herd_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "a"."_FormerHerds" ADD CONSTRAINT "_FormerHerds_B_fkey" FOREIGN KEY ("B") REFERENCES "b"."z"("zebra_id") ON DELETE CASCADE ON UPDATE CASCADE;
