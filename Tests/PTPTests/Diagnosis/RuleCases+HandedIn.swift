import PTP
import Shell

extension RuleCase {
    /// What shows only in outputs and texts that somebody handed in.
    static let handedIn = [
        RuleCase("F07", .driverInfo("2.5.0g"), butNot: .driverInfo("2.10.0g")),
        RuleCase(
            "F07",
            .driverInfo("2.2.10g").with([.clocks: .failed("no")]),
            butNot: .driverInfo("2.2.10g").with([.clocks: .said("ptp0 ena-ptp-05\n")])
        ),
        RuleCase(
            "F07",
            .modinfo("version: 2.2.9g\n"),
            butNot: .modinfo("version: 2.2.9g\nparm: phc_enable:PHC (int)\n")
        ),
        RuleCase("F06", .driverInfo("2.1.0K"), butNot: .driverInfo("2.1.0g")),
        RuleCase("F06", .driverInfo("6.8.0-1024-aws"), butNot: .driverInfo("6.17.0-1004-aws")),
        RuleCase("F06", .modinfo(""), butNot: .modinfo("", kernel: "6.17.0-1004-aws")),
        RuleCase("F06", .modinfo(""), butNot: .modinfo("", folder: "updates")),
        RuleCase(
            "F06",
            .modinfo(""),
            butNot: .modinfo("").with([
                .sources: .said("^,*,169.254.169.123,3,4,377,9,0.000000000,0.000000000,0.000100000\n")
            ])
        ),
        RuleCase("F08", .modinfo(parms), butNot: .modinfo(parms + "parm: phc_enable:Enable PHC.\n (int)\n")),
        // Nobody showed the parameters, or only one; an old driver; one of the tree; one that may be told by devlink.
        RuleCase("F08", .modinfo(parms), butNot: .modinfo("version: 2.13.3g\n")),
        RuleCase("F08", .modinfo(parms), butNot: .modinfo("version: 2.13.3g\nparm: debug:Debug level (int)\n")),
        RuleCase("F08", .modinfo(parms), butNot: .modinfo(parms.replacing("2.13.3g", with: "2.9.1g"))),
        RuleCase("F08", .modinfo(parms), butNot: .modinfo(parms.replacing("2.13.3g", with: "2.13.3K"))),
        RuleCase(
            "F08",
            .modinfo(parms.replacing("2.13.3g", with: "2.16.1g")),
            butNot: .modinfo(parms.replacing("2.13.3g", with: "2.16.1g"), kernel: "6.17.0-1004-aws")
        ),
        RuleCase(
            "F18",
            .modinfo("").with([.secureBoot: .said("SecureBoot enabled\n")]),
            butNot: .modinfo("").with([.secureBoot: .said("SecureBoot disabled\n")])
        ),
        RuleCase(
            "F18",
            .modinfo(parms).with([.secureBoot: .said("SecureBoot enabled\n")]),
            butNot: .modinfo(parms + "parm: phc_enable:Enable PHC.\n (int)\n").with([
                .secureBoot: .said("SecureBoot enabled\n")
            ])
        ),
        RuleCase(
            "other-compiler",
            .pasted("gcc: error: unrecognized command-line option '-ftrivial-auto-var-init=zero'\n"),
            butNot: .pasted(
                "warning: the compiler differs from the one used to build the kernel\n  The kernel was built by: gcc\n"
            )
        ),
        RuleCase(
            "other-compiler",
            .pasted("/bin/sh: 1: x86_64-linux-gnu-gcc-12: not found\nmake[2]: *** [ena_netdev.o] Error 127\n"),
            butNot: .pasted("make[2]: *** [ena_netdev.o] Error 1\n")
        ),
        RuleCase(
            "F18",
            .pasted("modprobe: ERROR: could not insert 'ena': Required key not available\n"),
            butNot: .pasted("modprobe: ERROR: could not insert 'ena': No such device\n")
        ),
        RuleCase(
            "F04",
            .pasted("aws: error: argument --strategy: Invalid choice, valid choices are: cluster, partition\n"),
            butNot: .pasted("aws: error: argument --region: Invalid choice\n")
        ),
        RuleCase(
            "F05",
            .pasted("An error occurred (Unsupported): t3.micro is not supported in the placement group\n"),
            butNot: .pasted("An error occurred (Unsupported): t3.micro is not supported in this zone\n")
        ),
        RuleCase(
            "F40",
            .pasted("ptp4l[4213.112]: interface 'ens5' does not support requested timestamping mode\n"),
            butNot: .pasted("ptp4l[4213.112]: selected /dev/ptp0 as PTP clock\n")
        ),
        RuleCase(
            "F41",
            .pasted("phc2sys[9.402]: CLOCK_REALTIME phc offset -23 s2 freq -9875 delay 2310\n\n\(row)"),
            butNot: .pasted("phc2sys[9.402]: Waiting for ptp4l...\n\n\(row)")
        ),
        RuleCase(
            "F37",
            .pasted("cat: /sys/bus/pci/devices/0000:00:05.0/phc_error_bound: Device or resource busy\n"),
            butNot: .pasted("cat: /sys/bus/pci/devices/0000:00:05.0/phc_error_bound: No such file or directory\n")
        ),
        RuleCase("F03", .text("(InsufficientInstanceCapacity) when calling"), butNot: .text("InstanceLimitExceeded")),
        RuleCase("F11", .text("Error: ena: Device doesn't support PHC."), butNot: .text("doesn't support")),
        RuleCase("F15", .text("make[1]: *** No rule to make target 'modules'.  Stop."), butNot: .text("make: modules")),
        RuleCase("F17", .text("(bad exit status: 2)"), butNot: .text("(exit status: 0)")),
        RuleCase("F18", .text("modprobe: ERROR: Key was rejected by service"), butNot: .text("key accepted")),
        RuleCase("F27", .text("chronyd: Could not open PHC"), butNot: .text("chronyd: Could not open drift file")),
        RuleCase(
            "F40",
            .text("Process: 1 ExecStart=/usr/local/sbin/ptp4l -f /etc/ptp4l.conf (code=exited, status=255/EXCEPTION)"),
            butNot: .text("Process: 1 ExecStart=/usr/sbin/chronyd (code=exited, status=1/FAILURE)")
        ),
    ]
}

extension RuleCase {
    private static let parms = """
        version: 2.13.3g
        parm: debug:Debug level (0=none,...,16=all) (int)
        parm: rx_queue_size:Rx queue size. The size should be a power of 2. Max value is 8K
         (int)

        """
    private static let row =
        "#* PHC0                          0   0   377     1   +125ns[ +151ns] +/- 5032ns\n"
}

extension Host {
    /// A host of which such an output alone is known, as people paste it.
    fileprivate static func pasted(_ text: String) -> Host { Host(answers: [:]).with { $0.pasted = text } }

    /// A host of which nothing is known but such a text.
    fileprivate static func text(_ text: String) -> Host { Host(answers: [:]).with { $0.others = [text] } }

    /// A host of which `ethtool -i` alone is known.
    fileprivate static func driverInfo(_ version: String) -> Host {
        Host(answers: [.driverInfo: .said("driver: ena\nversion: \(version)\nfirmware-version:\n")])
    }

    /// A host of which `modinfo` alone is known.
    fileprivate static func modinfo(
        _ fields: String,
        kernel: String = "5.15.0-1038-aws",
        folder: String = "kernel/drivers/net/ethernet/amazon/ena"
    ) -> Host {
        Host(answers: [.moduleFile: .said("filename: /lib/modules/\(kernel)/\(folder)/ena.ko\n\(fields)")])
    }
}
