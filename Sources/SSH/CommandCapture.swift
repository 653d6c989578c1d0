package import Shell

/// What a command has said so far, up to a limit.
package struct CommandCapture {
    /// So much more than the limit is kept of the complaints, for the line that is no complaint.
    private static let opening = 4096

    package private(set) var output: [UInt8] = []
    package private(set) var complaints: [UInt8] = []
    private var isTruncated = false
    private let limit: Int

    /// Nothing was said yet; so much is kept of each stream.
    package init(limit: Int) { self.limit = limit }

    /// Notes what came on a stream.
    package mutating func note(_ bytes: ArraySlice<UInt8>, on stream: CommandStream) {
        switch stream {
        case .output: isTruncated = Self.add(bytes, to: &output, limit) || isTruncated
        case .complaints: isTruncated = Self.add(bytes, to: &complaints, longest) || isTruncated
        }
    }

    private var longest: Int { limit > .max - Self.opening ? .max : limit + Self.opening }

    private static func add(_ bytes: ArraySlice<UInt8>, to kept: inout [UInt8], _ limit: Int) -> Bool {
        let room = limit - kept.count
        kept += bytes.prefix(room)
        return bytes.count > room
    }

    /// The whole result.
    package func result(
        _ ending: CommandResult.Ending,
        of command: RemoteCommand,
        after duration: Duration
    ) -> CommandResult {
        let proper = complaints.dropFirst(command.opening(of: complaints)?.end ?? 0)
        return CommandResult(
            ending,
            output: output,
            errorOutput: Array(proper.prefix(limit)),
            isTruncated: isTruncated || proper.count > limit,
            duration: duration
        )
    }
}
