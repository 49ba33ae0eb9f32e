import SchemaModel
import Testing

@Suite struct AlterTableTests {
    @Test func `an index is attached to the whole's index`() {
        let schema = replayed(
            """
            CREATE TABLE whole (id int) PARTITION BY RANGE (id);
            CREATE TABLE part PARTITION OF whole DEFAULT;
            CREATE INDEX whole_idx ON ONLY whole (id);
            CREATE INDEX part_idx ON part (id);
            ALTER INDEX whole_idx ATTACH PARTITION part_idx;
            """
        )
        #expect(schema.facet(.parents, .index, "public.part_idx") == .names(["public.whole_idx"]))
        #expect(schema.names(.table) == ["public.part", "public.whole"])
    }
}
