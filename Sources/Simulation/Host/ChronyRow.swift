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
    mutating func append(_ value: Int64, digits: Int) {
        bytes.append(UInt8(ascii: ","))
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        var count = 0
        while rest > 0 || count <= digits {
            if count == digits { bytes.append(UInt8(ascii: ".")) }
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
            count += 1
        }
        bytes[start...].reverse()
    }

    /// The row as a line.
    var line: String { String(decoding: bytes + [UInt8(ascii: "\n")], as: UTF8.self) }
}
