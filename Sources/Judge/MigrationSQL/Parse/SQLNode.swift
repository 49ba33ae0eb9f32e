import Glibc

/// One node of a parse tree of PostgreSQL, as libpg_query writes it in JSON.
///
/// The JSON is the one form that every release of libpg_query has; fields with their default value are left out of it.
struct SQLNode {
    private let tree: SQLTree
    private let index: Int

    /// The whole tree; nil where the text is not JSON.
    init?(json: UnsafePointer<CChar>) {
        let bytes = unsafe UnsafeRawBufferPointer(start: json, count: strlen(json))
        guard let tree = unsafe SQLTree(json: Array(bytes)) else { return nil }
        self.init(tree, 0)
    }

    private init(_ tree: SQLTree, _ index: Int) {
        self.tree = tree
        self.index = index
    }

    private var value: SQLTree.Value { tree.values[index] }

    /// The field of that name; nil where it is not set.
    subscript(field: StaticString) -> SQLNode? {
        let end = Int(value.next)
        var index = index + 1
        while index < end {
            let candidate = tree.values[index]
            if tree.isNamed(field, candidate) { return SQLNode(tree, index) }
            index = Int(candidate.next)
        }
        return nil
    }

    /// The field's node without the object that names its kind; nil where it is not set or of another kind.
    subscript(field: StaticString, kind: StaticString) -> SQLNode? { self[field]?[kind] }

    /// What kind of node it is, with the node itself: the only field of a node that stands where any kind may.
    var typed: (kind: String, node: SQLNode)? {
        let value = value
        guard value.form == .object, value.next > index + 1, tree.values[index + 1].next == value.next else {
            return nil
        }
        let node = SQLNode(tree, index + 1)
        return (node.fieldName, node)
    }

    /// The field's text; nil where it is not set or no text.
    func text(_ field: StaticString) -> String? { self[field]?.text }

    /// The field's number; 0 where it is not set.
    func int(_ field: StaticString) -> Int { self[field]?.number ?? 0 }

    /// The field's truth; false where it is not set.
    func flag(_ field: StaticString) -> Bool { self[field]?.isTrue ?? false }

    /// The field's elements; empty where it is not set.
    func list(_ field: StaticString) -> [SQLNode] { self[field]?.elements ?? [] }

    /// The elements of a list, or the values of an object's fields.
    var elements: [SQLNode] {
        let end = Int(value.next)
        var nodes: [SQLNode] = []
        var index = index + 1
        while index < end {
            nodes.append(SQLNode(tree, index))
            index = Int(tree.values[index].next)
        }
        return nodes
    }

    /// The fields of an object with their names, in the order of the grammar; a list's elements have empty names.
    var fields: [(name: String, node: SQLNode)] { elements.map { ($0.fieldName, $0) } }

    private var fieldName: String { tree.name(of: value) }

    /// The node's own text; nil where it is none.
    var text: String? { tree.text(of: value) }

    /// The node's own number; nil where it is none.
    var number: Int? { tree.number(of: value) }

    /// Whether it is `true`.
    var isTrue: Bool { value.form == .yes }
}

extension SQLNode {
    /// The names in a list of `String` nodes, such as a qualified name.
    func names(_ field: StaticString) -> [String] { list(field).compactMap(\.name) }

    /// The text of a `String` node; `str` before PostgreSQL 15's form of the tree.
    var name: String? {
        guard let string = self["String"] else { return nil }
        return string.text("sval") ?? string.text("str") ?? ""
    }
}
