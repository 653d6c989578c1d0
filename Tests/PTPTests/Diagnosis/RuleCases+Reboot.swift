import PTP

extension RuleCase {
    static let rebooted = [
        RuleCase(
            "not-lasting",
            .healthy.rebooted(toDo: ["devlink-at-start: it does not start with the host"]),
            butNot: .healthy.rebooted()
        ),
        RuleCase("survival-unseen", .healthy.rebooted([.reading: nil]), butNot: .healthy.rebooted()),
        RuleCase(
            "F12",
            .healthy.rebooted([
                .module: .module("2.16.1g", enabled: "0"), .clocks: .said(""), .symlink: .absent, .reading: .absent,
                .persisted: .said("/etc/modprobe.d/ptp-verify-ena.conf:options ena phc_enable=1\n"),
                .tracking: .network,
                .sources: .said("^,*,169.254.169.123,1,4,377,9,0.000000000,0.000000000,0.000100000\n"),
            ]),
            butNot: .healthy.rebooted()
        ),
        RuleCase(
            "F14",
            .healthy.rebooted([
                .module: .module("", enabled: ""), .clocks: .said(""), .symlink: .absent, .reading: .absent,
                .kernelLog: .said("[  1.2] ena: unknown parameter 'phc_enable' ignored\n"),
            ]),
            butNot: .healthy.rebooted()
        ),
    ]
}
