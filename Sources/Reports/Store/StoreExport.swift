import Orchestration
internal import SQLite

// What is exported is lines of JSON: a first one that says what follows and how much, then one for each run.

/// What the first line of an export says.
private struct ExportHeader {
    static let format = "ptp-verify results"
    static let version = 1

    let runs: Int

    init(runs: Int) {
        self.runs = runs
    }

    var json: JSONObject {
        ["format": .string(Self.format), "version": JSONValue(Self.version), "runs": JSONValue(runs)]
    }

    init(_ json: JSONObject) throws(JSONError) {
        guard json["format"] == .string(Self.format) else {
            throw JSONError("there is no \"format\": \"\(Self.format)\": this is no export of a results store")
        }
        let version = try json.integer("version")
        guard version == Self.version else {
            throw JSONError("the export is of version \(version), and this tool reads version \(Self.version)")
        }
        runs = try json.integer("runs")
    }
}

extension ResultsStore {
    /// Gives the runs that are meant to `write`, the oldest first, piece by piece and ready to be imported.
    package func export(_ filter: RunFilter = RunFilter(), to write: ([UInt8]) throws -> Void) throws {
        try read { (reader) throws in
            let runs = try listed(filter, &reader)
            try write(Self.line(ExportHeader(runs: runs.count).json))
            for run in runs.reversed() {
                try write(Self.line(try reader.results(of: run).json))
            }
        }
    }

    private static func line(_ object: JSONObject) -> [UInt8] { JSONValue.object(object).text() + [UInt8(ascii: "\n")] }
}

extension ResultsStore {
    /// Adds all runs of an export, or none of them where anything is wrong with it.
    ///
    /// - Parameters:
    ///   - name: what to call the export in messages.
    ///   - next: gives the next piece of it, and nothing at its end.
    /// - Returns: how often which came of adding a run.
    package func importLines(of name: String, _ next: () throws -> [UInt8]) throws -> [Addition: Int] {
        try write { (writer) throws in
            var lines = ExportLines(name: name)
            var counts: [Addition: Int] = [:]
            while let object = try lines.next(next) {
                let results: RunResults
                do throws(JSONError) {
                    results = try RunResults(json: object)
                } catch {
                    throw lines.failure(error)
                }
                counts[try writer.add(results), default: 0] += 1
            }
            return counts
        }
    }
}

/// Reads an export line by line.
private struct ExportLines {
    /// So long a line may be.
    private static let longest = 1 << 28

    private let name: String
    private var buffer: [UInt8] = []
    /// Where the next line begins in the buffer.
    private var start = 0
    private var isAtEnd = false
    private var number = 0
    private var header: ExportHeader?

    init(name: String) {
        self.name = name
    }

    /// The next run; `nil` behind the last.
    mutating func next(_ piece: () throws -> [UInt8]) throws -> JSONObject? {
        if header == nil {
            guard let object = try object(piece) else { throw failure(JSONError("there is nothing in it")) }
            do throws(JSONError) {
                header = try ExportHeader(object)
            } catch {
                throw failure(error)
            }
        }
        let expected = header?.runs ?? 0
        guard let object = try object(piece) else {
            guard number == expected + 1 else {
                throw failure(JSONError("there are \(number - 1) of \(expected) runs: the end of it is missing"))
            }
            return nil
        }
        guard number <= expected + 1 else { throw failure(JSONError("there are more than \(expected) runs")) }
        return object
    }

    private mutating func object(_ piece: () throws -> [UInt8]) throws -> JSONObject? {
        guard let line = try line(piece) else { return nil }
        number += 1
        do throws(JSONError) {
            guard let object = try JSONParser.parse(line).object else { throw JSONError("it is no object") }
            return object
        } catch {
            throw failure(error)
        }
    }

    /// The next line that is not empty.
    private mutating func line(_ piece: () throws -> [UInt8]) throws -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(buffer[start..<end])
                start = end + 1
                searched = start
                if !line.isEmpty { return line }
                continue
            }
            guard !isAtEnd else {
                defer { start = buffer.count }
                return start < buffer.count ? Array(buffer[start...]) : nil
            }
            guard buffer.count - start <= Self.longest else {
                throw failure(JSONError("a line is longer than \(Self.longest) bytes"), inNextLine: true)
            }
            buffer.removeFirst(start)
            (searched, start) = (buffer.count, 0)
            let more = try piece()
            isAtEnd = more.isEmpty
            buffer += more
        }
    }

    func failure(_ error: JSONError, inNextLine isNext: Bool = false) -> RunError {
        let byte = error.offset.map { ", byte \($0 + 1)" } ?? ""
        return RunError(
            .configuration,
            attempt: "import \(name), line \(number + (isNext ? 1 : 0))\(byte)",
            happened: error.message,
            next: "Nothing was imported. Export it again with `ptp-verify store export`, or mend that line."
        )
    }
}
