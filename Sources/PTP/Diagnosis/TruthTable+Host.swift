import Shell

extension TruthTable.Combination {
    /// What a host in these circumstances prints, read.
    var situation: Situation {
        var situation = Situation()
        situation.launch.type = "c7i.large"
        situation.launch.declared = declared == .unknown ? nil : declared == .yes
        situation.launch.placement = placement == .unknown ? nil : placement.rawValue
        for (probe, result) in answers { situation.facts.read(result, of: probe) }
        if driver == .unbuilt {
            let complaint = "ERROR: modpost: \"ethtool_puts\" [ena.ko] undefined!\n"
            situation.steps = [StepOutcome(id: "build", exitStatus: 2, output: complaint)]
        }
        if chrony == .follows {
            situation.samples = Answer(Self.said(samples))
            situation.countersBefore = Answer(Self.said(Self.counters(good: 1000, failed: 0)))
        }
        return situation
    }

    private static func said(_ text: String) -> CommandResult { CommandResult(exitStatus: 0, output: "\(text)\n") }

    private static func failed(_ complaint: String) -> CommandResult {
        CommandResult(exitStatus: 1, output: "", errorOutput: "\(complaint)\n")
    }

    private var answers: [Probe: CommandResult] {
        let missing = Self.failed("cat: No such file or directory")
        let isDown = chrony == .down
        return [
            .interface: Self.said("name=ens5\ndriver=ena\naddress=0000:00:05.0"), .kernel: Self.said(kernel),
            .module: Self.said(module), .devlink: devlink, .clocks: Self.said(clocks),
            .symlink: device == .clock ? Self.said("/dev/ptp0") : missing,
            .reading: hasDevice ? Self.said("1000050000 1000060000 -2300 900") : missing,
            .sources: isDown ? Self.failed("506 Cannot talk to daemon") : Self.said(sources),
            .units: Self.said(units),
            .tracking: isDown ? Self.failed("506 Cannot talk to daemon") : Self.said(tracking),
            .chronyConfiguration: Self.said(configuration), .chronyVersion: Self.said("chronyd (chrony) version 4.5"),
            .errorBound: hasDevice && driver == .amazon ? Self.said("\(bound)") : missing,
            .counters: hasDevice && driver == .amazon
                ? Self.said(Self.counters(good: 2500, failed: quality == .failing ? 30 : 0)) : missing,
        ]
    }

    private var kernel: String {
        switch driver {
        case .amazon, .old: "Linux 6.1.140-154.222.amzn2023.x86_64 x86_64"
        case .kernel: "Linux 6.17.0-1004-aws x86_64"
        case .stock, .unbuilt: "Linux 6.8.0-1024-aws x86_64"
        }
    }

    private var module: String {
        let version = driver == .amazon || driver == .old ? driver.rawValue : ""
        return "loaded=yes\nversion=\(version)\nsource=\nphc_enable=\(driver == .amazon ? isOn ? "1" : "0" : "")\nfile="
    }

    private var devlink: CommandResult {
        guard driver == .kernel else { return Self.failed("kernel answers: Invalid argument") }
        return Self.said(
            """
            pci/0000:00:05.0:
              name enable_phc type generic
                values:
                  cmode driverinit value \(isOn)
            """
        )
    }

    private var units: String {
        let state = chrony == .down ? "failed\nSubState=failed" : "active\nSubState=running"
        return "Id=chronyd.service\nLoadState=loaded\nActiveState=\(state)\nUnitFileState=enabled\nResult=success"
    }

    private var clocks: String {
        (hasDevice ? "ptp0 ena-ptp-05\n" : "") + (chrony == .misled ? "ptp1 KVM virtual PTP" : "")
    }

    private var configuration: String {
        let pool = "pool 2.amazon.pool.ntp.org iburst"
        switch chrony {
        case .follows, .prefersNetwork:
            return "refclock PHC /dev/\(device == .unlinked ? "ptp0" : "ptp_ena") poll 0 delay 0.000010 prefer\n\(pool)"
        case .misled: return "refclock PHC /dev/ptp1 poll 0 delay 0.000010 prefer\n\(pool)"
        case .ignorant, .down: return pool
        }
    }

    private var sources: String {
        let network = (chrony == .ignorant || chrony == .prefersNetwork) ? "*" : "-"
        let stratum = device == .ordinary ? 3 : 1
        let name = device == .unknown ? "198.51.100.7" : "169.254.169.123"
        let clock =
            chrony == .ignorant ? "" : "#,\(chrony == .prefersNetwork ? "-" : "*"),PHC0,0,0,377,1,0,0,0.000005030\n"
        return "\(clock)^,\(network),\(name),\(stratum),4,377,9,0.000001000,0.000001200,0.000100000"
    }

    private var tracking: String { tracking(at: 0) }

    private func tracking(at second: Int) -> String {
        guard chrony == .follows || chrony == .misled else {
            return """
                A9FEA97B,198.51.100.7,4,1795263715.1,0.000001000,0.000001,0.000002,1.5,0.0,0.05,\
                0.0003,0.0002,16.0,Normal
                """
        }
        let offset = quality == .far ? "0.814000000" : "-0.000000020"
        return """
            50484330,PHC0,1,\(1_795_263_715 + second).1,\(offset),0.000000011,0.000000030,1.5,0.0,0.05,\
            0.000010000,0.000000600,1.0,Normal
            """
    }

    private var bound: Int { quality == .loose ? 200_000 : 22_800 }

    private var samples: String {
        let count = 10
        let samples = (0..<count).map { second in
            let isLost = quality == .lost && second == 5
            let rows =
                isLost ? "#,?,PHC0,0,0,0,9,0,0,0.000005030\n^,*,169.254.169.123,1,4,377,9,0,0,0.000100000" : sources
            let own = hasDevice && driver == .amazon ? "\(bound)" : ""
            return "@@ptp-verify sample \(second) \(own)\n\(rows)\n@@ptp-verify tracking\n\(tracking(at: second))\n"
        }
        return "@@ptp-verify samples \(count)\n\(samples.joined())@@ptp-verify end"
    }

    private static func counters(good: Int, failed: Int) -> String {
        """
        phc_cnt: \(good)
        phc_exp: 0
        phc_skp: 0
        phc_err_dv: \(failed)
        phc_err_ts: 0
        phc_err_eb: 0
        """
    }
}
