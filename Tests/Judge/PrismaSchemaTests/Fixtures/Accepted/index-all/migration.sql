-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "I" (
    "id" INTEGER NOT NULL,
    "a" TEXT NOT NULL,
    "b" INTEGER NOT NULL,
    "c" JSONB NOT NULL,
    "d" TEXT[],
    "e" TIMESTAMP(3) NOT NULL,
    "f" INET NOT NULL,
    "g" DECIMAL(65,30) NOT NULL,
    "h" VARCHAR(10) NOT NULL,
    "i" UUID NOT NULL,

    CONSTRAINT "I_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "I_a_idx" ON "I"("a" DESC);

-- CreateIndex
CREATE INDEX "abe" ON "I"("a", "b" DESC, "e");

-- CreateIndex
CREATE INDEX "pattern" ON "I"("a" text_pattern_ops);

-- CreateIndex
CREATE INDEX "pattern2" ON "I"("a" varchar_pattern_ops DESC);

-- CreateIndex
CREATE INDEX "I_c_idx" ON "I" USING GIN ("c" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "c_gin" ON "I" USING GIN ("c");

-- CreateIndex
CREATE INDEX "I_d_idx" ON "I" USING GIN ("d");

-- CreateIndex
CREATE INDEX "I_e_idx" ON "I" USING BRIN ("e");

-- CreateIndex
CREATE INDEX "I_f_idx" ON "I" USING GIST ("f" inet_ops);

-- CreateIndex
CREATE INDEX "f_sp" ON "I" USING SPGIST ("f" inet_ops);

-- CreateIndex
CREATE INDEX "I_b_idx" ON "I" USING HASH ("b");

-- CreateIndex
CREATE INDEX "I_g_idx" ON "I" USING BRIN ("g" numeric_minmax_ops);

-- CreateIndex
CREATE INDEX "bloom" ON "I" USING BRIN ("b" int4_bloom_ops);

-- CreateIndex
CREATE INDEX "I_i_idx" ON "I" USING BRIN ("i" uuid_minmax_multi_ops);

-- CreateIndex
CREATE INDEX "a_sp" ON "I" USING SPGIST ("a" text_ops);

-- CreateIndex
CREATE UNIQUE INDEX "I_a_b_key" ON "I"("a" DESC, "b");

-- CreateIndex
CREATE UNIQUE INDEX "hi" ON "I"("h", "i");
