-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "D" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "a" TIMESTAMP(3) NOT NULL DEFAULT now(),
    "b" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "c" TIMESTAMP(3) NOT NULL DEFAULT now() + interval '1 day',
    "d" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'utc'::text),
    "e" INTEGER NOT NULL DEFAULT (1 + 2),
    "f" JSONB NOT NULL DEFAULT '{}'::jsonb,
    "g" JSONB NOT NULL DEFAULT json_build_object('a', 1),
    "h" TEXT NOT NULL DEFAULT 'x'::text,
    "i" TEXT NOT NULL DEFAULT md5((random())::text),
    "j" TEXT NOT NULL DEFAULT concat('a', 'b'),
    "k" TEXT NOT NULL DEFAULT substring(md5(random()::text) from 1 for 8),
    "l" TEXT[] DEFAULT ARRAY[]::text[],
    "m" TEXT[] DEFAULT '{}'::text[],
    "n" INTEGER NOT NULL DEFAULT floor(random() * 10)::int,
    "o" TIMESTAMP(3) NOT NULL DEFAULT date_trunc('day', now()),
    "p" TEXT NOT NULL DEFAULT upper(current_user),
    "q" TIMESTAMP(3) NOT NULL DEFAULT timezone('utc', now()),
    "r" BOOLEAN NOT NULL DEFAULT (not false),
    "s" BIGINT NOT NULL DEFAULT (extract(epoch from now()) * 1000)::bigint,
    "t" interval NOT NULL DEFAULT '1 day',
    "u" tsvector DEFAULT to_tsvector('english', 'a'),
    "v" TEXT NOT NULL DEFAULT coalesce(current_setting('app.x', true), 'none'),
    "w" TIMESTAMP(3) NOT NULL DEFAULT localtimestamp,
    "x" TIMESTAMP(3) NOT NULL DEFAULT 'infinity'::timestamp,

    CONSTRAINT "D_pkey" PRIMARY KEY ("id")
);
