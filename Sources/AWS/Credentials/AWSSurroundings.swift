public import Orchestration

/// What finding credentials takes from outside; chosen once, in the assembly.
public struct AWSSurroundings: Sendable {
    /// The environment variables.
    public var environment: [String: String]
    /// The user's home directory, if there is one.
    public var home: String?
    /// Reads a whole file; `nil` for one that is not there.
    public var readFile: @Sendable (_ path: String) throws -> [UInt8]?
    /// Writes a whole file that nobody but its owner may read.
    public var writeFile: @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Void
    /// Runs a command of the shell and takes what it says.
    public var runProcess: @Sendable (_ command: String, _ limit: Duration) async -> ProcessOutcome
    /// What carries requests.
    public var transport: any HTTPTransport
    /// Time and chance.
    public var run: Surroundings

    /// Puts the parts together.
    public init(
        environment: [String: String],
        home: String?,
        readFile: @escaping @Sendable (_ path: String) throws -> [UInt8]?,
        writeFile: @escaping @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Void,
        runProcess: @escaping @Sendable (_ command: String, _ limit: Duration) async -> ProcessOutcome,
        transport: any HTTPTransport,
        run: Surroundings
    ) {
        self.environment = environment
        self.home = home
        self.readFile = readFile
        self.writeFile = writeFile
        self.runProcess = runProcess
        self.transport = transport
        self.run = run
    }
}

extension AWSSurroundings {
    /// The present moment.
    var now: Timestamp { run.clock.now }

    /// A variable; an empty one counts as none.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A path with the home directory in place of its tilde.
    package func expanded(_ path: String) -> String {
        guard let home, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }

    /// A file's content; `nil` where there is none.
    func content(of path: String, shown: String) throws(CredentialError) -> [UInt8]? {
        // A usual way to say "no file", and nothing that a reader of regular files takes.
        guard path != "/dev/null" else { return nil }
        do {
            return try readFile(path)
        } catch {
            throw CredentialError(
                attempt: "read \(shown)",
                happened: "\(error)",
                next: "Make \(shown) a readable file, or remove it."
            )
        }
    }

    /// A token that stands alone in a file.
    func token(in path: String, namedBy origin: String) throws(CredentialError) -> Secret {
        let bytes = try content(of: expanded(path), shown: path) ?? []
        let text = String(decoding: bytes, as: UTF8.self)[...].trimmedLines
        guard !text.isEmpty, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw CredentialError(
                attempt: "read the token in \(path), named by \(origin)",
                happened: bytes.isEmpty ? "the file is missing or empty" : "the file is not one line of text",
                next: "Check \(origin) and whatever should write that file."
            )
        }
        return Secret(String(text))
    }
}

extension Substring {
    /// The text without white space and ends of lines around it.
    fileprivate var trimmedLines: Substring {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
