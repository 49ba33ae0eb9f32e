/// A name in the text.
struct Name: Sendable {
    var text: String
    var position: TextPosition
}

/// A value: of a setting, an argument or an element of a list.
struct ValueNode: Sendable {
    /// What kind of value it is.
    indirect enum Form: Sendable {
        /// A quoted string, its escapes resolved.
        case string(String)
        /// A number as written.
        case number(String)
        /// A bare word or dotted path.
        case word(String)
        case list([ValueNode])
        case call(String, [ArgumentNode])
        case object([(key: Name, value: ValueNode)])
    }

    var form: Form
    var position: TextPosition
}

/// One argument of an attribute or a function.
struct ArgumentNode: Sendable {
    /// The name before the colon; nil for a positional argument.
    var name: String?
    var value: ValueNode
    var position: TextPosition
}

/// `@name(…)` of a field or value, `@@name(…)` of a block.
struct AttributeNode: Sendable {
    /// The name without the at signs; dotted for native types.
    var name: Name
    var arguments: [ArgumentNode]
    /// Whether it stands for itself in a block.
    var isOfBlock: Bool
    /// Where its first at sign stands.
    var position: TextPosition

    /// The attribute as people write it.
    var written: String { (isOfBlock ? "@@" : "@") + name.text }
}

/// A field of a model, view or composite type.
struct FieldNode: Sendable {
    /// How many values a field holds.
    enum Arity: Sendable {
        case required
        case optional
        case list
    }

    /// The type before its arity.
    enum TypeName: Sendable {
        case named(Name)
        case unsupported(String)
    }

    var name: Name
    var type: TypeName
    var arity: Arity
    var attributes: [AttributeNode]
}

/// One value of an enum.
struct EnumValueNode: Sendable {
    var name: Name
    var attributes: [AttributeNode]
}

/// `key = value` in a datasource or generator.
struct SettingNode: Sendable {
    var key: Name
    var value: ValueNode
}

/// One block of the top level.
struct BlockNode: Sendable {
    /// The keyword it begins with.
    enum Kind: String, Sendable, CaseIterable {
        case model
        case view
        case type
        case `enum`
        case datasource
        case generator
    }

    var kind: Kind
    var name: Name
    /// Where its keyword stands.
    var position: TextPosition
    var fields: [FieldNode] = []
    var values: [EnumValueNode] = []
    var settings: [SettingNode] = []
    var attributes: [AttributeNode] = []
}
