extension SchemaScanner {
    /// Takes a quoted string and resolves its escapes, which are JSON's.
    mutating func takeString() throws(TextFault) -> String {
        let open = position
        index += 1
        let start = index
        var unescaped: [UInt8]?
        while let byte {
            switch byte {
            case UInt8(ascii: "\""):
                let content = unescaped.map { String(decoding: $0, as: UTF8.self) } ?? text(from: start)
                index += 1
                return content
            case ..<0x20:
                throw TextFault(position: open, sentence: "The string that begins here must end in the same line.")
            case UInt8(ascii: "\\"):
                if unescaped == nil { unescaped = Array(bytes[start..<index]) }
                unescaped?.append(contentsOf: try takeEscape())
            default:
                unescaped?.append(byte)
                index += 1
            }
        }
        throw TextFault(position: open, sentence: "The string that begins here never ends.")
    }

    private mutating func takeEscape() throws(TextFault) -> [UInt8] {
        let start = position
        index += 1
        guard let byte, byte >= 0x20 else {
            throw TextFault(position: start, sentence: "The string must end in the line it begins in.")
        }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"):
            if let scalar = takeUnicodeEscape() { return Array(String(scalar).utf8) }
            faults.append(
                TextFault(
                    position: start,
                    sentence: "`\\u` must be followed by the four hexadecimal digits of a character."
                )
            )
            return []
        default:
            faults.append(
                TextFault(
                    position: start,
                    sentence: "A string knows no such escape; write a backslash itself as `\\\\`."
                )
            )
            return []
        }
    }

    /// Takes the digits after `\u`, and the second half of a surrogate pair with its own.
    private mutating func takeUnicodeEscape() -> Unicode.Scalar? {
        guard let first = takeHexadecimal() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard isNext("\\u") else { return nil }
        index += 2
        guard let second = takeHexadecimal(), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func takeHexadecimal() -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
        guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let value = UInt32(digits, radix: 16)
        else { return nil }
        index += 4
        return value
    }
}
