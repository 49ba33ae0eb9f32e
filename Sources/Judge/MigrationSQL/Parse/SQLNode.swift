import CJSON

/// One node of a parse tree of PostgreSQL, as libpg_query writes it in JSON.
///
/// The JSON is the one form that every release of libpg_query has; fields with their default value are left out of it.
@safe struct SQLNode {
    private let value: UnsafePointer<cJSON>
    private let tree: SQLTree

    /// The whole tree; nil where the text is not JSON.
    init?(json: UnsafePointer<CChar>) {
        guard let root = unsafe cJSON_Parse(json) else { return nil }
        unsafe self.init(UnsafePointer(root), SQLTree(root: root))
    }

    private init(_ value: UnsafePointer<cJSON>, _ tree: SQLTree) {
        unsafe self.value = value
        self.tree = tree
    }

    /// The field of that name; nil where it is not set.
    subscript(field: String) -> SQLNode? {
        unsafe cJSON_GetObjectItemCaseSensitive(value, field).map { unsafe SQLNode(UnsafePointer($0), tree) }
    }

    /// The field's node without the object that names its kind; nil where it is not set or of another kind.
    subscript(field: String, kind: String) -> SQLNode? { self[field]?[kind] }

    /// What kind of node it is, with the node itself: the only field of a node that stands where any kind may.
    var typed: (kind: String, node: SQLNode)? {
        guard let child = unsafe value.pointee.child, unsafe child.pointee.next == nil,
            let name = unsafe child.pointee.string
        else { return nil }
        return (unsafe String(cString: name), unsafe SQLNode(UnsafePointer(child), tree))
    }

    /// The field's text; nil where it is not set or no text.
    func text(_ field: String) -> String? { self[field]?.text }

    /// The field's number; 0 where it is not set.
    func int(_ field: String) -> Int { self[field]?.number ?? 0 }

    /// The field's truth; false where it is not set.
    func flag(_ field: String) -> Bool { self[field]?.isTrue ?? false }

    /// The field's elements; empty where it is not set.
    func list(_ field: String) -> [SQLNode] { self[field]?.elements ?? [] }

    /// The elements of a list, or the values of an object's fields.
    var elements: [SQLNode] {
        var nodes: [SQLNode] = []
        var next = unsafe value.pointee.child
        while let item = unsafe next {
            nodes.append(unsafe SQLNode(UnsafePointer(item), tree))
            unsafe next = item.pointee.next
        }
        return nodes
    }

    /// The fields of an object with their names, in the order of the grammar.
    var fields: [(name: String, node: SQLNode)] {
        elements.map { node in (unsafe node.value.pointee.string.map { unsafe String(cString: $0) } ?? "", node) }
    }

    /// The node's own text; nil where it is none.
    var text: String? { unsafe cJSON_GetStringValue(value).map { unsafe String(cString: $0) } }

    /// The node's own number; nil where it is none.
    var number: Int? { unsafe cJSON_IsNumber(value) != 0 ? Int(value.pointee.valuedouble) : nil }

    /// Whether it is `true`.
    var isTrue: Bool { unsafe cJSON_IsTrue(value) != 0 }
}

/// Owns the memory of a tree.
@safe private final class SQLTree {
    private let root: UnsafeMutablePointer<cJSON>

    init(root: UnsafeMutablePointer<cJSON>) { unsafe self.root = root }

    deinit { unsafe cJSON_Delete(root) }
}

extension SQLNode {
    /// The names in a list of `String` nodes, such as a qualified name.
    func names(_ field: String) -> [String] { list(field).compactMap(\.name) }

    /// The text of a `String` node; `str` before PostgreSQL 15's form of the tree.
    var name: String? {
        guard let string = self["String"] else { return nil }
        return string.text("sval") ?? string.text("str") ?? ""
    }
}
