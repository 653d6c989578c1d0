package import Shell

/// A command in the words that a host is sent, and what is learned about it on the way.
///
/// Whatever shell the user has there, a POSIX shell runs the command. Before anything else it tells its number, as the
/// first line of its complaints: so a command that does not end can be ended, with all that it has started.
package struct RemoteCommand {
    /// Longer scripts go by standard input: a host takes only so much in one request.
    package static let longestLine = 8192

    /// What the host is asked to execute.
    package let line: String
    /// What it is given to read.
    package let input: [UInt8]
    private let mark: [UInt8]

    /// Words a command.
    ///
    /// - Parameter nonce: what no command prints by chance.
    package init(_ command: Command, nonce: UInt64) {
        let mark = "@ptp-verify:\(String(nonce, radix: 36)):"
        self.mark = Array(mark.utf8)
        let variables = command.environment.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value.shellQuoted)" }
        let setting = "echo \(mark)$$ >&2; export LC_ALL=C\(variables.joined())\n"
        let script = setting + command.text
        if script.utf8.count <= Self.longestLine {
            line = "exec sh -c \(script.shellQuoted)"
            input = command.input
        } else {
            let body = Array(script.utf8)
            line = "exec sh -c 'eval \"$(head -c \(body.count))\"'"
            input = body + command.input
        }
    }

    /// The number of the shell that runs the command, and where the complaints proper begin; `nil` before it is known.
    package func opening(of complaints: [UInt8]) -> (processID: Int, end: Int)? {
        // What a login script may have complained of comes before.
        var rest = complaints[...]
        while let start = rest.firstRange(of: mark)?.upperBound {
            rest = rest[start...]
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            // A login shell that traces what it does says the whole request first, mark and all.
            if let number = Int(String(decoding: rest[..<end], as: UTF8.self)) { return (number, end + 1) }
        }
        return nil
    }

    /// Ends a command and all that it has started: first asked, and a second later by force.
    ///
    /// What runs as root by sudo is not ours to end, unless we may use sudo.
    package static func ending(processID: Int) -> String {
        """
        end() { sudo -n kill -s "$1" -- -\(processID) || kill -s "$1" -- -\(processID) || kill -s "$1" \(processID); }
        end TERM
        for i in 1 2 3 4 5 6 7 8 9 10; do end 0 || exit 0; sleep 0.1; done
        end KILL
        """
    }
}
