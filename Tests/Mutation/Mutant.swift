// The switch that mutants stand behind, compiled into the instrumented copy beside the operators made for it.

import Glibc

/// The number of the mutant that is on; -1 where none is.
private let active: Int = getenv("MUTANT").flatMap { Int(String(cString: $0)) } ?? -1

/// Which mutants were reached; written to the file `MUTANTS_REACHED` names, a byte a mutant, when the process ends.
private nonisolated(unsafe) let reached: UnsafeMutableBufferPointer<UInt8>? = {
    guard getenv("MUTANTS_REACHED") != nil else { return nil }
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
    buffer.initialize(repeating: UInt8(ascii: "0"))
    buffers = buffer
    atexit {
        guard let path = getenv("MUTANTS_REACHED"), let file = fopen(path, "w"), let buffers else { return }
        fwrite(buffers.baseAddress, 1, buffers.count, file)
        fclose(file)
    }
    return buffer
}()
private nonisolated(unsafe) var buffers: UnsafeMutableBufferPointer<UInt8>?

/// Whether that mutant is on.
public func mutantIsOn(_ number: Int) -> Bool {
    if let reached { reached[number] = UInt8(ascii: "1") }
    return number == active
}

/// The truth; always true with the mutant, always false with the next.
public func mutantBool(_ number: Int, _ truth: Bool) -> Bool {
    let isTrue = mutantIsOn(number)
    let isFalse = mutantIsOn(number + 1)
    return isTrue ? true : isFalse ? false : truth
}

/// The truth; its contrary with the mutant.
public func mutantFlip(_ number: Int, _ truth: Bool) -> Bool { mutantIsOn(number) ? !truth : truth }

/// The value; another with the mutant.
public func mutantOther<Value>(_ number: Int, _ other: @autoclosure () -> Value, _ value: Value) -> Value {
    mutantIsOn(number) ? other() : value
}

/// The value; nil with the mutant.
public func mutantNil<Value>(_ number: Int, _ value: Value?) -> Value? { mutantIsOn(number) ? nil : value }

/// The elements; none with the mutant.
public func mutantBlank<Element>(_ number: Int, _ value: [Element]) -> [Element] { mutantIsOn(number) ? [] : value }
/// The elements; none with the mutant.
public func mutantBlank<Element>(_ number: Int, _ value: Set<Element>) -> Set<Element> {
    mutantIsOn(number) ? [] : value
}
/// The elements; none with the mutant.
public func mutantBlank<Key, Value>(_ number: Int, _ value: [Key: Value]) -> [Key: Value] {
    mutantIsOn(number) ? [:] : value
}
/// The truth; its contrary with the mutant.
public func mutantBlank(_ number: Int, _ value: Bool) -> Bool { mutantIsOn(number) ? !value : value }
/// The number; 0 with the mutant.
public func mutantBlank(_ number: Int, _ value: Int) -> Int { mutantIsOn(number) ? 0 : value }
/// The text; empty with the mutant.
public func mutantBlank(_ number: Int, _ value: String) -> String { mutantIsOn(number) ? "" : value }
/// The value; nil with the mutant.
@_disfavoredOverload
public func mutantBlank<Value>(_ number: Int, _ value: Value?) -> Value? { mutantIsOn(number) ? nil : value }

/// The elements; each is left out with a mutant of its own, in their order.
public func mutantList<Element>(_ number: Int, _ elements: Element...) -> [Element] { without(number, elements) }
/// The elements; each is left out with a mutant of its own, in their order.
@_disfavoredOverload
public func mutantList<Element>(_ number: Int, _ elements: Element...) -> Set<Element> {
    Set(without(number, elements))
}

private func without<Element>(_ number: Int, _ elements: [Element]) -> [Element] {
    elements.indices.filter { !mutantIsOn(number + $0) }.map { elements[$0] }
}
