import Orchestration

/// A row of an answer of chrony: values with commas in between.
struct ChronyRow {
    private var bytes: [UInt8] = []

    init(_ start: String) {
        bytes.reserveCapacity(160)
        bytes.append(contentsOf: start.utf8)
    }

    mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: text.utf8)
    }

    /// Adds a number given in units of its last decimal place.
    mutating func append(_ value: Int64, digits: Int = 0) {
        bytes.append(addingCapacity: 24) { output in
            output.append(UInt8(ascii: ","))
            output.append(decimal: value, places: digits)
        }
    }

    /// The row as a line.
    var line: String { String(decoding: bytes, as: UTF8.self) + "\n" }
}
