public import Orchestration

/// What tells one boot of a host from the next.
public struct BootIdentity: Sendable, Hashable {
    /// What the kernel drew at random when it started.
    public let text: String

    /// Takes what the host said.
    public init(text: String) { self.text = text }
}

/// How a host came back after it could not be reached.
public enum HostReturn: Sendable, Equatable {
    /// It never went down: only its network was away.
    case sameBoot
    /// It has started anew.
    case newBoot(BootIdentity)
}

extension RemoteShell {
    /// Which boot of the host this is.
    ///
    /// - Throws: `ShellError`; also where the host does not tell.
    public func bootIdentity() async throws(ShellError) -> BootIdentity {
        let result = try await run(Command("cat /proc/sys/kernel/random/boot_id", timeout: .seconds(10)))
        let text = result.output.split(separator: "\n").first.map(String.init) ?? ""
        guard result.isSuccess, !text.isEmpty else {
            throw ShellError(.unable, "the host does not tell which boot this is: \(result.errorOutput)")
        }
        return BootIdentity(text: text)
    }
}

extension ShellConnector {
    /// Waits until a host that reboots, or that reloads its network driver, lets somebody in again.
    ///
    /// - Parameters:
    ///   - before: what it said earlier.
    ///   - deadline: how long it may take.
    ///   - mustReboot: whether only a new boot counts: a host that is told to reboot still answers for a while.
    /// - Throws: the `ShellError` of the last try when the time is over, or at once what makes another try pointless.
    public func waitForReturn(
        of endpoint: ShellEndpoint,
        since before: BootIdentity,
        deadline: Duration,
        mustReboot: Bool = false,
        in surroundings: Surroundings
    ) async throws -> HostReturn {
        let patience = Patience(in: surroundings)
        var last = ShellError(.timedOut, "\(endpoint) is still the boot that it was")
        while true {
            do {
                let now = try await withShell(to: endpoint) { shell in try await shell.bootIdentity() }
                if now != before { return .newBoot(now) }
                if !mustReboot { return .sameBoot }
            } catch let error as ShellError {
                guard error.isWorthRetrying else { throw error }
                last = error
            }
            guard patience.waited < deadline else {
                throw ShellError(last.kind, "\(last.message); waited \(deadline.inSeconds) s for its return")
            }
            try await surroundings.clock.sleep(for: patience.pause)
        }
    }
}
