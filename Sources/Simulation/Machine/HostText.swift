import Orchestration
import Shell

/// What a command prints, byte by byte as it is written.
struct HostText {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Writes up to five texts and ends the line.
    mutating func line(
        _ one: String,
        _ two: String = "",
        _ three: String = "",
        _ four: String = "",
        _ five: String = ""
    ) {
        write(one)
        write(two)
        write(three)
        write(four)
        write(five)
        endLine()
    }

    mutating func write(_ more: [UInt8]) { bytes += more }

    /// Writes a number given in units of its last decimal place.
    mutating func write(_ value: Int64, places: Int = 0) {
        bytes.append(addingCapacity: 24) { $0.append(decimal: value, places: places) }
    }

    /// Writes the next column of a row of chrony: with a comma before.
    mutating func column(_ text: String) {
        bytes.append(UInt8(ascii: ","))
        write(text)
    }

    /// Writes the next column of a row of chrony: with a comma before.
    mutating func column(_ value: Int64, places: Int = 0) {
        bytes.append(UInt8(ascii: ","))
        write(value, places: places)
    }

    mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    /// The result of a command that printed this and succeeded.
    var result: CommandResult { CommandResult(.exited(0), output: bytes) }
}

extension CommandResult {
    /// A command that printed this and succeeded.
    static func said(_ text: String) -> CommandResult { CommandResult(exitStatus: 0, output: text) }

    /// A command that failed with a complaint; the line is ended here.
    static func complained(_ complaint: String, status: Int = 1) -> CommandResult {
        CommandResult(exitStatus: status, output: "", errorOutput: "\(complaint)\n")
    }

    static func noSuchFile(_ path: String) -> CommandResult { .complained("cat: \(path): No such file or directory") }

    static func noSuchTool(_ name: String) -> CommandResult {
        .complained("sh: \(name): command not found", status: 127)
    }
}
