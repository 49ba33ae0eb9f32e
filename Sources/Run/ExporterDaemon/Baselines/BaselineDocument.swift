import Diagnosis
import FoundationEssentials
import MigrationHistory
import SchemaModel

/// The baselines of one target's histories as a file holds them.
struct BaselineDocument: Codable {
    /// The version that is written, and the only one that is read.
    static let version = 1

    /// Why a file's bytes are no such document.
    enum Fault: Error, CustomStringConvertible {
        case damaged
        case otherVersion(Int)

        var description: String {
            switch self {
            case .damaged: "it is damaged"
            case .otherVersion(let version): "it has the format \(version), where \(BaselineDocument.version) is known"
            }
        }
    }

    private struct Head: Decodable {
        var version: Int
    }

    private struct Baseline: Codable {
        var taken_at_microseconds: Int64
        var server_version: Int
        var rows: String
        var objects: [Object]
    }

    private struct Object: Codable {
        var kind: String
        var schema: String
        var owner: String?
        var name: String
        var told_as: String
        var part_of: Whole?
        var is_prismas: Bool
        var digest: String
        var rest: String
    }

    /// A table or type, which has no owner and is in the namespace of its parts.
    private struct Whole: Codable {
        var kind: String
        var name: String
    }

    private var version: Int
    private var target: String
    private var schemas: [String: Baseline]

    /// The document for a target's baselines, by the namespace of their history.
    init(_ baselines: [String: SchemaBaseline], target: String) {
        version = Self.version
        self.target = target
        schemas = baselines.mapValues { baseline in
            Baseline(
                taken_at_microseconds: baseline.takenAt.microseconds,
                server_version: baseline.serverVersion,
                rows: baseline.rows,
                objects: baseline.objects.map { Self.object($0, $1) }.sorted { ($0.schema, $0.owner ?? "", $0.name, $0.kind) < ($1.schema, $1.owner ?? "", $1.name, $1.kind) }
            )
        }
    }

    /// The document that a file's bytes hold.
    ///
    /// - Throws: `Fault`.
    init(_ bytes: [UInt8]) throws(Fault) {
        let decoder = JSONDecoder()
        do {
            let version = try decoder.decode(Head.self, from: Data(bytes)).version
            guard version == Self.version else { throw Fault.otherVersion(version) }
            self = try decoder.decode(BaselineDocument.self, from: Data(bytes))
        } catch let fault as Fault {
            throw fault
        } catch {
            throw .damaged
        }
    }

    /// The document as a file's bytes.
    ///
    /// - Throws: what `JSONEncoder` throws; it has no reason to with these values.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try [UInt8](encoder.encode(self)) + [0x0A]
    }

    /// The baselines by the namespace of their history.
    ///
    /// - Throws: `Fault` for a kind of object that is not known.
    func baselines() throws(Fault) -> [String: SchemaBaseline] {
        var result: [String: SchemaBaseline] = [:]
        for (schema, baseline) in schemas {
            var objects: [ObjectID: SchemaBaseline.Entry] = [:]
            for object in baseline.objects {
                guard let (id, entry) = Self.entry(object) else { throw .damaged }
                objects[id] = entry
            }
            result[schema] = SchemaBaseline(
                takenAt: Instant(microseconds: baseline.taken_at_microseconds),
                serverVersion: baseline.server_version,
                rows: baseline.rows,
                objects: objects
            )
        }
        return result
    }

    private static func object(_ id: ObjectID, _ entry: SchemaBaseline.Entry) -> Object {
        Object(
            kind: id.kind.rawValue,
            schema: id.schema,
            owner: id.owner,
            name: id.name,
            told_as: entry.kind,
            part_of: entry.whole.map { Whole(kind: $0.kind.rawValue, name: $0.name) },
            is_prismas: entry.isPrismas,
            digest: entry.digest,
            rest: entry.rest
        )
    }

    private static func entry(_ object: Object) -> (ObjectID, SchemaBaseline.Entry)? {
        guard let kind = ObjectID.Kind(rawValue: object.kind) else { return nil }
        var whole: ObjectID?
        if let part = object.part_of {
            guard let kind = ObjectID.Kind(rawValue: part.kind) else { return nil }
            whole = ObjectID(kind, schema: object.schema, name: part.name)
        }
        let entry = SchemaBaseline.Entry(
            kind: object.told_as,
            whole: whole,
            isPrismas: object.is_prismas,
            digest: object.digest,
            rest: object.rest
        )
        return (ObjectID(kind, schema: object.schema, owner: object.owner, name: object.name), entry)
    }
}
