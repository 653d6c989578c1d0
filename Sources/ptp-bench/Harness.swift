import Files
import Glibc
import PTP
import Shell

/// What verifying a host costs beyond what happens on the host.
///
/// From the start of the tool to its end, on a host that is set up already, over a line of a millisecond.
enum Harness {
    private static let what = "verification of a configured host beyond the host's own commands and the sampling"
    private static let samples = 10
    private static let rounds = 3

    static func measure() throws -> [Figure] {
        let python = "/usr/bin/python3"
        let needed = ["/usr/sbin/sshd", "/usr/bin/ssh-keygen", "/usr/bin/nsenter", python]
        guard geteuid() == 0, needed.allSatisfy({ unsafe access($0, X_OK) == 0 }) else {
            return [.notMeasured(what, "a played host needs root, Python, OpenSSH's sshd and ssh-keygen, util-linux")]
        }
        let directory = "/tmp/ptp-bench-host-\(Child.ownID)"
        guard unsafe mkdir(directory, 0o700) == 0 else {
            throw Child.Failure(description: "\(directory): not made, error \(errno)")
        }
        defer { _ = try? Child.run("/bin/rm", "-rf", directory) }
        _ = try Child.run("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(directory)/key")
        _ = try Child.run("/bin/cp", "\(directory)/key.pub", "\(directory)/authorized_keys")
        try writeCommands(to: "\(directory)/commands")
        let host = try Servant([python, "fixtures/benchmarks/played_host.py", directory, "0.001"])
        defer { host.end() }
        // chrony needs its time to select the clock after the host's start, and a first run waits for it.
        _ = try verify(host.address, directory)
        var extra: [Double] = []
        for _ in 1...rounds {
            let whole = try verify(host.address, directory)
            guard let own = Double(host.answer(to: "\(directory)/commands")) else {
                throw Child.Failure(description: "the played host does not tell its own time")
            }
            extra.append(whole - own)
        }
        return [.atMost(2, what, extra.sorted()[rounds / 2], "s")]
    }

    /// All that a host does which is set up already.
    private static func writeCommands(to directory: String) throws {
        guard unsafe mkdir(directory, 0o700) == 0 else {
            throw Child.Failure(description: "\(directory): not made, error \(errno)")
        }
        let commands = [ProbeBatch.all.command, Sampling(count: samples).command, ProbeBatch.measured.command]
        for (number, command) in commands.enumerated() {
            try Files.write(Array(command.text.utf8), to: "\(directory)/\(number)")
        }
    }

    /// Runs the tool, which must find all as expected, and nothing to change.
    private static func verify(_ port: String, _ directory: String) throws -> Double {
        let run = try Child.run(
            [Starting.tool, "run"],
            [
                "PATH=/usr/bin:/bin", "HOME=\(directory)", "PTP_HOSTS=ec2-user@127.0.0.1:\(port)",
                "PTP_PRIVATE_KEY_PATH=\(directory)/key", "PTP_HOST_KEYS=accept-new", "PTP_SAMPLES=\(samples)",
                "PTP_DRIVER=auto", "PTP_REPORT_DIR=\(directory)/runs",
            ]
        )
        return run.seconds
    }
}
