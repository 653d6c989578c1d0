import Orchestration
import PTP
import Shell

extension RuleCase {
    static let all = launch + firstBoot + build + driver + handedIn + device + chrony + quality + rebooted

    private static let launch = [
        RuleCase(
            "F19",
            .healthy.with([.clocks: .failed("no")]) {
                $0.console = "[9.1] ena 0000:00:05.0: Failed registering ptp clock\n"
            },
            butNot: .healthy.with([.clocks: .failed("no")]) { $0.console = "[0.3] PTP clock support registered\n" }
        ),
        RuleCase(
            "F20",
            .step("", id: "reload-driver", status: nil),
            butNot: .step("", id: "reload-driver", status: 0)
        ),
        RuleCase(
            "F03",
            .failing(.capacity, "no room"),
            butNot: .failing(.quota, "VcpuLimitExceeded: more than your current vCPU limit")
        ),
        RuleCase(
            "F04",
            .failing(
                .unsupportedRequest,
                "InvalidParameterValue: Value (precision-time) for parameter strategy is invalid"
            ),
            butNot: .failing(.unsupportedRequest, "InvalidParameterValue: Value (x) for parameter imageId is invalid")
        ),
        RuleCase(
            "F05",
            .failing(.unsupportedRequest, "Unsupported: the instance type is not supported in the placement group"),
            butNot: .failing(.notFound, "InvalidPlacementGroup.Unknown: the placement group pg-1 is unknown")
        ),
        RuleCase(
            "F01",
            .ordinary.with { $0.launch.declared = false },
            butNot: .hidden.with { $0.launch.declared = false }
        ),
        RuleCase(
            "F48",
            .ordinary.with([.interface: .said("name=enX0\ndriver=vif\naddress=vif-0\n")]),
            butNot: .ordinary.with([.interface: .said("name=eth0\ndriver=ixgbevf\naddress=0000:00:03.0\n")])
        ),
        RuleCase("F02", .ordinary.with { $0.launch.placement = "none" }, butNot: .ordinary),
        RuleCase("ordinary-though-placed", .ordinary, butNot: .ordinary.with { $0.launch.placement = "cluster" }),
        RuleCase(
            "ordinary-host",
            .ordinary.with { $0.launch.declared = nil },
            butNot: .hidden.with { $0.launch.declared = nil }
        ),
        RuleCase(
            "unproven-absence",
            .ordinary.with([
                .sources: .said("^,*,10.0.0.1,2,4,377,9,0.000000000,0.000000000,0.000100000\n"), .tracking: nil,
            ]),
            butNot: .ordinary
        ),
        RuleCase(
            "F11",
            .hidden.with([.devlink: .failed("Error: ena: Device doesn't support PHC.")]),
            butNot: .hidden.with([.devlink: .failed("kernel answers: Invalid argument")])
        ),
    ]

    private static let build = [
        RuleCase(
            "failed-build",
            .step("an oddity", id: "build"),
            butNot: .switchedOff.with([.module: .module("2.16.1g", enabled: "1")]) {
                $0.steps = [StepOutcome(id: "build", exitStatus: 2, output: "an oddity")]
            }
        ),
        RuleCase(
            "no-internet",
            .step("curl: (28) Failed to connect to github.com port 443 after 20001 ms: Timeout was reached"),
            butNot: .step("curl: (22) The requested URL returned error: 404")
        ),
        RuleCase(
            "no-internet",
            .step("W: Failed to fetch http://x/InRelease  Temporary failure resolving 'x'", id: "packages"),
            butNot: .failing(.connection, "curl: (7) Failed to connect: Network is unreachable")
        ),
        RuleCase(
            "F49",
            .step("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1234 (apt-get)"),
            butNot: .step("E: Could not get lock /var/lib/dpkg/lock-frontend.", status: 0)
        ),
        RuleCase(
            "F46",
            .step("cc1: error: No space left on device"),
            butNot: .step("Filesystem 1K-blocks Used Available: 4 MB space left on device")
        ),
        RuleCase(
            "F16",
            .step("Error: Unable to find a match: kernel-devel-6.1.61-85.141.amzn2023.x86_64"),
            butNot: .step("Error: Unable to find a match: emacs")
        ),
        RuleCase(
            "F15",
            .step("make[1]: *** No rule to make target 'modules'.  Stop."),
            butNot: .step("make[1]: *** No rule to make target 'all'.  Stop.")
        ),
        RuleCase(
            "F17",
            .step("ERROR: modpost: \"ethtool_puts\" [ena.ko] undefined!"),
            butNot: .step("WARNING: modpost: missing MODULE_DESCRIPTION()")
        ),
        RuleCase(
            "F18",
            .step("modprobe: ERROR: could not insert 'ena': Key was rejected by service"),
            butNot: .stock.kernelLog(
                "ena: module verification failed: signature and/or required key missing - tainting kernel"
            )
        ),
        RuleCase(
            "F18",
            .stock.with([.secureBoot: .said("SecureBoot enabled\n")]),
            butNot: .switchedOff.with([.secureBoot: .said("SecureBoot enabled\n")])
        ),
        RuleCase(
            "F18",
            .stock.with([.secureBoot: .said("SecureBoot enabled\n")]),
            butNot: .stock.with([.secureBoot: .said("SecureBoot disabled\n")])
        ),
        RuleCase(
            "F18",
            .stock.with([.secureBoot: .said("SecureBoot disabled\nmodule.sig_enforce=1\n")]),
            butNot: .switchedOff.with([.secureBoot: .said("module.sig_enforce=1\n")])
        ),
        RuleCase(
            "F18",
            .step(
                "ptp-verify: the kernel, by module.sig_enforce, wants signed modules, and /lib/modules/ena.ko has no "
                    + "signature; the driver was not touched"
            ),
            butNot: .step("ptp-verify: the driver was not touched")
        ),
    ]

    private static let driver = [
        RuleCase(
            "F22",
            .hidden.with([.module: .module("2.12.3g", enabled: "1")]).kernelLog(
                "BUG: kernel NULL pointer dereference, ptp"
            ),
            butNot: .hidden.kernelLog("BUG: kernel NULL pointer dereference in ptp")
        ),
        RuleCase(
            "F47",
            .hidden.kernelLog("ena 0000:00:05.0 eth0: Keep alive watchdog timeout."),
            butNot: .hidden.kernelLog("ena 0000:00:05.0 eth0: Keep alive works")
        ),
        RuleCase(
            "F14",
            .stock.with([.changes: .said("created /lib/modules/6.8.0-1020-aws/updates/ena.ko\n")]),
            butNot: .stock.with([.changes: .said("created /lib/modules/6.8.0-1024-aws/updates/ena.ko\n")])
        ),
        RuleCase(
            "F13",
            .stock.with([.moduleFile: .said("filename: /lib/modules/x/ena.ko\nversion: 2.16.1g\nsrcversion: BBBB\n")]),
            butNot: .stock.with([.moduleFile: .said("filename: /lib/modules/x/ena.ko\nsrcversion: AAAA\n")])
        ),
        RuleCase(
            "F07",
            .hidden.with([.module: .module("2.8.3g", enabled: "")]),
            butNot: .hidden.with([.module: .module("2.10.0g", enabled: "")])
        ),
        RuleCase(
            "F08",
            .hidden.with([.module: .module("2.10.0g", enabled: "")]),
            butNot: .hidden.with([.module: .module("2.2.10g", enabled: "")])
        ),
        RuleCase(
            "F06",
            .stock,
            butNot: .stock.with([
                .kernel: .said("Linux 6.17.0-1004-aws x86_64\n"), .devlink: .failed("devlink: not found", status: 127),
            ])
        ),
        RuleCase(
            "F10",
            .switchedOff.kernelLog("ena: unknown parameter 'enable_phc' ignored"),
            butNot: .switchedOff.kernelLog("ena: unknown parameter 'phc_enabled' ignored")
        ),
        RuleCase(
            "F12",
            .switchedOff.persisted("/etc/modprobe.d/ena.conf:options ena phc_enable=1"),
            butNot: .switchedOff.persisted("/etc/modprobe.d/ena.conf:options ena phc_enable=0")
        ),
        RuleCase("F09", .switchedOff, butNot: .hidden),
        RuleCase(
            "F44",
            .stock.with([
                .timestamping: .said(
                    "Time stamping parameters for ens5:\nCapabilities:\n\thardware-receive\nPTP Hardware Clock: none\n"
                )
            ]),
            butNot: .hidden.with([
                .timestamping: .said(
                    "Time stamping parameters for ens5:\nCapabilities:\n\thardware-receive\nPTP Hardware Clock: none\n"
                )
            ])
        ),
    ]

    private static let device = [
        RuleCase(
            "F21",
            .hidden.with([
                .timestamping: .said(
                    "Time stamping parameters for ens5:\nCapabilities:\n\thardware-receive\nPTP Hardware Clock: 1\n"
                )
            ]),
            butNot: .hidden.with([
                .timestamping: .said(
                    "Time stamping parameters for ens5:\nCapabilities:\n\thardware-receive\nPTP Hardware Clock: 0\n"
                )
            ])
        ),
        RuleCase("hidden-clock", .hidden, butNot: .switchedOff),
        RuleCase(
            "F45",
            .healthy.with([.nodes: .said("crw-------. 1 root root 245, 1 May 29 17:34 /dev/ptp1\n")]),
            butNot: .notFollowed
        ),
        RuleCase(
            "F45",
            .healthy.with([
                .nodes: .failed("ls: cannot access '/dev/ptp*': No such file or directory", status: 2),
                .symlink: .absent,
            ]),
            butNot: .healthy.with([.nodes: .failed("ls: timed out"), .symlink: .absent])
        ),
        RuleCase("F23", .hidden, butNot: .hidden.with([.clocks: .said("")])),
        RuleCase(
            "F24",
            .healthy.with([
                .clocks: .said("ptp0 ena-ptp-05\nptp1 vmclock0\n"),
                .chronyConfiguration: .said("refclock PHC /dev/ptp1\n"),
            ]),
            butNot: .notFollowed.with([.clocks: .said("ptp0 ena-ptp-05\nptp1 vmclock0\n")])
        ),
        RuleCase(
            "F24",
            .healthy.with([.reading: .said("1000000000 1000000000 37000000100 9\n")]),
            butNot: .healthy.with([.reading: .said("1000000000 1000000000 3700000010 9\n")])
        ),
        RuleCase(
            "F24",
            .healthy.with([.clocks: .said("ptp0 ena-ptp-05\nptp1 vmclock0\n"), .symlink: .said("/dev/ptp1\n")]),
            // A symlink that is gone leads to no clock at all.
            butNot: .healthy.with([.clocks: .said("ptp0 ena-ptp-05\nptp1 vmclock0\n"), .symlink: .absent])
        ),
        RuleCase(
            "F26",
            .healthy.with([.symlink: .absent, .system: .said("ID=\"rocky\"\nVERSION_ID=\"9.4\"\n")]).persisted(
                "53.rules: ATTR{clock_name}==\"ena-ptp-*\""
            ),
            butNot: .healthy.with([.symlink: .absent, .system: .said("ID=\"rocky\"\nVERSION_ID=\"8.9\"\n")]).persisted(
                "53.rules: ATTR{clock_name}==\"ena-ptp-*\""
            )
        ),
        RuleCase(
            "F25",
            .healthy.with([.symlink: .absent]),
            butNot: .healthy.with([.symlink: .failed("sudo: a password is required")])
        ),
        RuleCase(
            "stopped-clock",
            .healthy.with([.reading: .said("0 1000000000 0 9\n")]),
            butNot: .healthy.with([.reading: .said("1000000000 1000000000 37000000000 9\n")])
        ),
    ]

    private static let quality = [
        RuleCase(
            "F36",
            .healthy.with { $0.samples = .samples(tracking: { .tracking(systemTime: "0.814000000", second: $0) }) },
            butNot: .healthy.with {
                $0.samples = .samples(tracking: { .tracking(systemTime: "0.000002000", second: $0) })
            }
        ),
        RuleCase(
            "loose-tracking",
            .healthy.with { $0.samples = .samples(tracking: { .tracking(second: $0, dispersion: "0.000020000") }) },
            butNot: .healthy.with {
                $0.samples = .samples(tracking: { .tracking(systemTime: "0.814000000", second: $0) })
            }
        ),
        RuleCase(
            "loose-bound",
            .healthy.with { $0.samples = .samples(bound: { _ in "50001" }) },
            butNot: .healthy.with { $0.samples = .samples(bound: { _ in "50000" }) }
        ),
        RuleCase(
            "loose-total",
            // One second of wide dispersion, and a clock below its own limit.
            .healthy.with {
                $0.samples = .samples(
                    bound: { _ in "49999" },
                    tracking: { .tracking(second: $0, dispersion: $0 == 9 ? "0.000090000" : "0.000000600") }
                )
            },
            butNot: .healthy.with { $0.samples = .samples(bound: { _ in "200000" }) }
        ),
        RuleCase(
            "F39",
            .healthy.with([.errorBound: .absent]),
            butNot: .healthy.with([.errorBound: .failed("cat: Permission denied")])
        ),
        RuleCase(
            "interrupted",
            .healthy.with { $0.samples = .samples(17, planned: 20) },
            butNot: .healthy.with {
                $0.samples = .samples(rows: {
                    $0 == 9 ? CommandResult.rows.replacing("#,*", with: "#,?") : CommandResult.rows
                })
            }
        ),
        RuleCase(
            "F37",
            .healthy.with([.chronyConfiguration: .said("refclock PHC /dev/ptp_ena poll 0 dpoll -3\n")]),
            butNot: .healthy.with([.counters: .counters(good: 1600, expired: 99)])
        ),
        RuleCase(
            "F38",
            .healthy.with([.counters: .counters(good: 1600, expired: 20)]),
            butNot: .healthy.with([.counters: .counters(good: 1600, expired: 10)])
        ),
        RuleCase(
            "unread-clock",
            .healthy.with([.counters: .counters(good: 100)]),
            butNot: .healthy.with([.counters: .counters(good: 101)])
        ),
        RuleCase(
            "no-root",
            .healthy.with([
                .access: .said("user=x\nroot=no\ncomplaint=sudo: a password is required\n"),
                .reading: .failed("sudo: a password is required"),
            ]),
            butNot: .healthy.with([.reading: .failed("no")])
        ),
        RuleCase(
            "declared-not-observed",
            .healthy.with { $0.launch.declared = false },
            butNot: .ordinary.with { $0.launch.declared = false }
        ),
        RuleCase(
            "declared-not-observed",
            .notFollowed.with { $0.launch.declared = false },
            // A near time source is no clock.
            butNot: .hidden.with { $0.launch.declared = false }
        ),
        RuleCase(
            "unexpected-clock",
            .healthy.with { $0.launch.expectsClock = false },
            butNot: .notFollowed.with { $0.launch.expectsClock = false }
        ),
    ]
}
