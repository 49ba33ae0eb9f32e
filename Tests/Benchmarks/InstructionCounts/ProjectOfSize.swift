/// A Prisma project made for measuring: scripts, the schema.prisma that they lead to, and a history of them.
struct ProjectOfSize {
    /// The scripts, each with its migration's name.
    var scripts: [(name: String, sql: String)] = []
    /// schema.prisma.
    var schema = "datasource db {\n  provider = \"postgresql\"\n}\n"

    /// A project of so many migrations, each of which makes a table, an enum, an index and a foreign key.
    init(migrations: Int) {
        for number in 0..<migrations {
            let parent = max(0, number - 1)
            scripts.append(
                (
                    "2024\(1_000_000_000 + number)_change",
                    """
                    -- CreateEnum
                    CREATE TYPE "Kind\(number)" AS ENUM ('LOW', 'HIGH');

                    -- CreateTable
                    CREATE TABLE "T\(number)" (
                        "id" SERIAL NOT NULL,
                        "kind" "Kind\(number)" NOT NULL DEFAULT 'LOW',
                        "title" TEXT NOT NULL DEFAULT 'x',
                        "amount" DECIMAL(65,30) NOT NULL,
                        "parentId" INTEGER,
                        "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

                        CONSTRAINT "T\(number)_pkey" PRIMARY KEY ("id")
                    );

                    -- CreateIndex
                    CREATE INDEX "T\(number)_title_at_idx" ON "T\(number)"("title", "at" DESC);

                    -- AddForeignKey
                    ALTER TABLE "T\(number)" ADD CONSTRAINT "T\(number)_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "T\(parent)"("id") ON DELETE SET NULL ON UPDATE CASCADE;

                    """
                )
            )
            schema += """

                enum Kind\(number) {
                  LOW
                  HIGH
                }

                model T\(number) {
                  id       Int      @id @default(autoincrement())
                  kind     Kind\(number) @default(LOW)
                  title    String   @default("x")
                  amount   Decimal
                  parentId Int?
                  at       DateTime @default(now())
                  parent   T\(parent)? @relation("r\(number)", fields: [parentId], references: [id])
                  \(number + 1 < migrations ? "children T\(number + 1)[] @relation(\"r\(number + 1)\")" : "")
                  \(number == 0 ? "own T0[] @relation(\"r0\")" : "")
                  @@index([title, at(sort: Desc)])
                }

                """
        }
    }
}
