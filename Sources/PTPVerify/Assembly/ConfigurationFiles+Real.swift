import Orchestration

extension ConfigurationFiles {
    /// The file system, and the strict JSON parser.
    package static let real = ConfigurationFiles(checkJSON: { bytes in
        do throws(JSONError) {
            _ = try JSONParser.parse(bytes)
            return nil
        } catch {
            let before = bytes.prefix(error.offset ?? 0)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
            return JSONSyntaxProblem(message: error.message, line: line, column: column)
        }
    })
}
