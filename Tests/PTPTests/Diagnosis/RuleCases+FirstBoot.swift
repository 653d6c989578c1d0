import Orchestration
import PTP
import Shell

extension RuleCase {
    private static let waited = Host.step("cloud-init has not finished for 15 minutes", id: "cloud-init", status: 1)

    /// Hosts whose first boot goes on.
    static let firstBoot = [
        RuleCase(
            "cloud-init-running",
            waited.with([.cloudInit: .said("status: running\n")]),
            butNot: waited.with([.cloudInit: .said("status: done\n")])
        ),
        RuleCase(
            "cloud-init-running",
            .failing(.timeout, "the case took too long").with([.cloudInit: .said("status: running\n")]),
            // Early on every host is like this.
            butNot: .switchedOff.with([.cloudInit: .said("status: running\n")])
        ),
    ]
}
