-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "Crew Members";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "auth";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "auth"."Role" AS ENUM ('READER', 'write-r');

-- CreateEnum
CREATE TYPE "kind" AS ENUM ('A', 'B');

-- CreateTable
CREATE TABLE "auth"."users" (
    "id" UUID NOT NULL,
    "role" "auth"."Role" NOT NULL DEFAULT 'READER',
    "roles" "auth"."Role"[] DEFAULT ARRAY['READER', 'write-r']::"auth"."Role"[],
    "kinds" "kind"[] DEFAULT ARRAY['A']::"kind"[],

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Post" (
    "id" BIGSERIAL NOT NULL,
    "author_id" UUID NOT NULL,
    "kind" "kind" NOT NULL DEFAULT 'B',
    "reviewer" "auth"."Role",

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Crew Members"."team" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Crew Members"."_TeamToUser" (
    "A" INTEGER NOT NULL,
    "B" UUID NOT NULL,

    CONSTRAINT "_TeamToUser_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "Post_kind_id_idx" ON "Post"("kind" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "Post_author_id_kind_key" ON "Post"("author_id", "kind");

-- CreateIndex
CREATE INDEX "_TeamToUser_B_index" ON "Crew Members"."_TeamToUser"("B");

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Crew Members"."_TeamToUser" ADD CONSTRAINT "_TeamToUser_A_fkey" FOREIGN KEY ("A") REFERENCES "Crew Members"."team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Crew Members"."_TeamToUser" ADD CONSTRAINT "_TeamToUser_B_fkey" FOREIGN KEY ("B") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
