-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "regions" (
    "country" CHAR(2) NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "region_key" PRIMARY KEY ("country","code")
);

-- CreateTable
CREATE TABLE "cities" (
    "id" INTEGER NOT NULL,
    "country_code" CHAR(2) NOT NULL,
    "region_code" TEXT NOT NULL,

    CONSTRAINT "cities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Twin" (
    "city_id" INTEGER,
    "country" TEXT,
    "number" INTEGER NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "region_names" ON "regions"("code", "name");

-- CreateIndex
CREATE UNIQUE INDEX "cities_id_country_code_key" ON "cities"("id", "country_code");

-- CreateIndex
CREATE UNIQUE INDEX "Twin_number_key" ON "Twin"("number");

-- AddForeignKey
ALTER TABLE "cities" ADD CONSTRAINT "city_region" FOREIGN KEY ("country_code", "region_code") REFERENCES "regions"("country", "code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Twin" ADD CONSTRAINT "Twin_city_id_country_fkey" FOREIGN KEY ("city_id", "country") REFERENCES "cities"("id", "country_code") ON DELETE SET NULL ON UPDATE CASCADE;
