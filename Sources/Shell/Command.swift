import Orchestration

/// What to run, with what, and for how long at most.
public struct Command: Sendable, Hashable {
    /// The usual bound of what is kept of each stream.
    public static let usualLimit = 1 << 20

    /// The command line, for a POSIX shell in the C locale.
    public let text: String
    /// When it is ended by force.
    public let timeout: Duration
    /// What it reads.
    public let input: [UInt8]
    /// What it finds in its environment besides what the host puts there.
    public let environment: [String: String]
    /// How many bytes are kept of each stream; what comes beyond is read and dropped.
    public let outputLimit: Int

    /// Makes a command.
    public init(
        _ text: String,
        timeout: Duration = .seconds(30),
        input: [UInt8] = [],
        environment: [String: String] = [:],
        outputLimit: Int = Command.usualLimit
    ) {
        precondition(timeout > .zero, "a command needs time")
        precondition(outputLimit >= 0, "a limit is a number of bytes")
        precondition(!text.holds("\0"), "a command line has no NUL byte")
        precondition(environment.allSatisfy { Self.isVariable($0) && !$1.holds("\0") }, "a shell knows such names")
        self.text = text
        self.timeout = timeout
        self.input = input
        self.environment = environment
        self.outputLimit = outputLimit
    }

    private static func isVariable(_ name: String) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = name.utf8.first, !digits.contains(first) else { return false }
        return name.utf8.allSatisfy {
            digits.contains($0) || $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 32)
        }
    }
}

extension String {
    /// The text as one word of a POSIX shell.
    public var shellQuoted: String {
        let quote = UInt8(ascii: "'")
        let bytes = Array(utf8)
        var text = [quote]
        text.reserveCapacity(bytes.count + bytes.count / 8 + 16)
        var place = 0
        // Scripts are long and have few quotes.
        while true {
            let end = bytes.span.first(quote, from: place, to: bytes.count)
            text += bytes[place..<end]
            if end == bytes.count { break }
            // The quote ends the word, stands escaped, and the word goes on.
            text += "'\\''".utf8
            place = end + 1
        }
        text.append(quote)
        return String(decoding: text, as: UTF8.self)
    }
}
