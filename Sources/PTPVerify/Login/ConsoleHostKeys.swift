package import Orchestration
package import SSH
package import Shell

/// Trusts the keys that an instance has printed on its console, which nobody but EC2 could have changed.
///
/// Where none came in time, it accepts the first and records it.
package struct ConsoleHostKeys: HostKeyTrust {
    private static let opening = "-----BEGIN SSH HOST KEY KEYS-----"
    private static let closing = "-----END SSH HOST KEY KEYS-----"
    /// Nobody waits longer for a console that may not have been written yet.
    private static let patience = Duration.seconds(5)

    private let newcomers = AcceptedHostKeys()
    private let clock: any RunClock
    private let console: @Sendable (_ instanceID: String) async throws -> String?

    /// Reads consoles by the given means.
    package init(on clock: any RunClock, console: @escaping @Sendable (_ instanceID: String) async throws -> String?) {
        self.clock = clock
        self.console = console
    }

    package func preferredKinds(of endpoint: ShellEndpoint) -> [HostKey.Kind] { newcomers.preferredKinds(of: endpoint) }

    package func judge(_ key: HostKey, of endpoint: ShellEndpoint) async -> HostKeyVerdict {
        guard let id = endpoint.hostID else { return newcomers.judge(key, of: endpoint) }
        let read = console
        let output = try? await withDeadline(Self.patience, on: clock) { try await read(id) }
        let printed = Self.keys(in: (output ?? nil) ?? "")
        if printed.contains(key) { return .trusted(because: "the instance has printed it on its console") }
        if printed.contains(where: { $0.kind == key.kind }) {
            return .refused(because: "the console of \(id) shows another key of this kind")
        }
        return newcomers.judge(key, of: endpoint)
    }

    /// What cloud-init prints at the end of a first boot.
    static func keys(in console: String) -> [HostKey] {
        let lines = console.split(whereSeparator: \.isNewline)
        guard let start = lines.lastIndex(where: { $0.contains(opening) }) else { return [] }
        return lines[start...].dropFirst().prefix { !$0.contains(closing) }.compactMap { line in
            // The console may put the time before a line.
            HostKey.Kind.allCases.lazy.compactMap { line.range(of: $0.rawValue)?.lowerBound }.first
                .flatMap { HostKey(line: line[$0...]) }
        }
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
