-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Aééééééééééééééééééééz" (
    "id" INTEGER NOT NULL,
    "bbbbüüüüü" INTEGER NOT NULL,
    "ccccccc日日日" INTEGER NOT NULL,

    CONSTRAINT "Aééééééééééééééééééééz_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Aééééééééééééééééééééz_ccccccc日日日_key" ON "Aééééééééééééééééééééz"("ccccccc日日日");

-- CreateIndex
CREATE INDEX "Aééééééééééééééééééééz_ccccccc日日日_idx" ON "Aééééééééééééééééééééz"("ccccccc日日日", "bbbbüüüüü");

-- CreateIndex
CREATE UNIQUE INDEX "Aééééééééééééééééééééz_bbbbüüüüü_c_key" ON "Aééééééééééééééééééééz"("bbbbüüüüü", "ccccccc日日日");

-- AddForeignKey
ALTER TABLE "Aééééééééééééééééééééz" ADD CONSTRAINT "Aééééééééééééééééééééz_bbbbüüüüü_fkey" FOREIGN KEY ("bbbbüüüüü") REFERENCES "Aééééééééééééééééééééz"("ccccccc日日日") ON DELETE RESTRICT ON UPDATE CASCADE;
