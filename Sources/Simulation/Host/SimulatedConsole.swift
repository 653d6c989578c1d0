import Orchestration

extension SimulatedInstance {
    /// How long a host takes until its console has something to show.
    private static let firstWords = Duration.seconds(5)

    /// What the host wrote on its console so far; `nil` before it wrote anything.
    func console(at now: Timestamp) -> String? {
        guard now >= runningAt + Self.firstWords else { return nil }
        var lines = [
            "[    0.000000] Linux version \(machine.image.kernel) (simulated)",
            "[    2.103344] ena \(machine.address): ENA device version: 0.10",
            "cloud-init[1532]: Cloud-init v. 22.2.2 running 'init'",
        ]
        if reachableFrom <= now { lines.append("[  OK  ] Started sshd.service - OpenSSH server daemon.") }
        if reachableFrom == Self.never {
            lines.append("[FAILED] Failed to start sshd.service - OpenSSH server daemon.")
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
