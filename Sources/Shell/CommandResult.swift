/// What a command came to.
public struct CommandResult: Sendable, Equatable {
    /// How a command can end.
    public enum Ending: Sendable, Equatable {
        /// It ended itself, with this status.
        case exited(Int)
        /// A signal ended it; its name has no `SIG`.
        case killed(signal: String)
    }

    /// How it ended.
    public let ending: Ending
    /// What it printed.
    public let outputBytes: [UInt8]
    /// What it complained of.
    public let errorBytes: [UInt8]
    /// Whether it said more than was kept.
    public let isTruncated: Bool
    /// How long it took, as seen from here.
    public let duration: Duration

    /// States a result.
    public init(
        _ ending: Ending,
        output: [UInt8],
        errorOutput: [UInt8] = [],
        isTruncated: Bool = false,
        duration: Duration = .zero
    ) {
        self.ending = ending
        outputBytes = output
        errorBytes = errorOutput
        self.isTruncated = isTruncated
        self.duration = duration
    }

    /// States the result of a command that printed text.
    public init(exitStatus: Int, output: String, errorOutput: String = "", duration: Duration = .zero) {
        self.init(
            .exited(exitStatus),
            output: Array(output.utf8),
            errorOutput: Array(errorOutput.utf8),
            duration: duration
        )
    }

    /// Its exit status; `nil` when a signal ended it.
    public var exitStatus: Int? {
        guard case .exited(let status) = ending else { return nil }
        return status
    }

    /// What it printed, as text: bytes that are none are replaced.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }

    /// What it complained of, as text: bytes that are none are replaced.
    public var errorOutput: String { String(decoding: errorBytes, as: UTF8.self) }

    /// Whether the command itself says that all is well.
    public var isSuccess: Bool { exitStatus == 0 }
}
