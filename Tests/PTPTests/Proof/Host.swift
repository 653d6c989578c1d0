import Orchestration
import PTP
import Shell

/// A host as it prints: healthy, and then changed.
struct Host: Sendable {
    var answers: [Probe: CommandResult]
    var launch = Situation.Launch()
    var samples: CommandResult?
    var before: CommandResult?
    var steps: [StepOutcome] = []
    var failure: RunError?
    var console: String?
    var others: [String] = []
    /// What somebody pasted, instead of all answers.
    var pasted: String?
    /// What it says once it has started anew, and what would have to be set up again then.
    var afterReboot: (answers: [Probe: CommandResult], toDo: [String])?

    /// A host whose clock works, with all of the proof.
    static let healthy: Host = {
        var host = Host(answers: working)
        host.launch.type = "c7i.large"
        host.launch.region = "eu-west-1"
        host.launch.declared = true
        host.launch.placement = "precision-time"
        host.samples = .samples()
        host.before = .counters(good: 100)
        return host
    }()

    /// An ordinary host with a driver that is ready for the clock.
    static let ordinary = healthy.with([
        .clocks: .said("ptp0 KVM virtual PTP\n"), .nodes: nil, .symlink: .absent, .reading: .absent,
        .errorBound: .absent, .counters: .absent, .timestamping: nil, .chronyConfiguration: .said("pool ntp.org\n"),
        .sources: .said("^,*,169.254.169.123,3,4,377,9,0.000000000,0.000000000,0.000100000\n"), .tracking: .network,
    ]) {
        $0.samples = nil
        $0.before = nil
    }

    /// A host whose hardware has the clock, and whose driver does not show it.
    static let hidden = ordinary.with([
        .sources: .said("^,*,169.254.169.123,1,4,377,9,0.000000000,0.000000000,0.000100000\n")
    ])

    /// The same host with other answers, in other circumstances.
    func with(_ changes: [Probe: CommandResult?] = [:], _ change: (inout Host) -> Void = { _ in }) -> Host {
        var host = self
        for (probe, answer) in changes { host.answers[probe] = answer }
        change(&host)
        return host
    }

    var situation: Situation {
        if let pasted { return PastedText(Array(pasted.utf8)).situation }
        var situation = Situation()
        situation.launch = launch
        for (probe, answer) in answers { situation.facts.read(answer, of: probe) }
        if let samples { situation.samples = Answer(samples) }
        if let before { situation.countersBefore = Answer(before) }
        situation.steps = steps
        situation.failure = failure
        situation.console = console
        situation.others = others
        if let afterReboot { situation.afterReboot = Self.record(afterReboot).situation.afterReboot }
        return situation
    }

    /// As a run records it.
    private static func record(_ afterReboot: (answers: [Probe: CommandResult], toDo: [String])) -> HostRecord {
        let moment = Timestamp(nanoseconds: 0)
        func item(_ id: String, _ result: CommandResult) -> Evidence {
            let output = result.isSuccess ? result.output : "[stderr] \(result.errorOutput)"
            return Evidence(id: id, command: "x", exitStatus: result.exitStatus, output: output, at: moment)
        }
        let answers = afterReboot.answers.map { item("after-reboot-\($0.rawValue)", $1) }
        return HostRecord(answers + [item("after-reboot", .said(afterReboot.toDo.map { "\($0)\n" }.joined()))])
    }

    /// The same host, which has started anew, and what is different then.
    func rebooted(_ changes: [Probe: CommandResult?] = [:], toDo: [String] = []) -> Host {
        with { $0.afterReboot = (with(changes).answers, toDo) }
    }

    var ladder: Ladder { Ladder(situation) }
    var verdict: Verdict { ladder.verdict.verdict }
    var findings: [Finding] { Diagnosis.findings(for: ladder) }

    private static let working: [Probe: CommandResult] = [
        .system: .said("ID=amzn\nVERSION_ID=2023\nPRETTY_NAME=\"Amazon Linux 2023\"\n"),
        .kernel: .said("Linux 6.12.79-101.147.amzn2023.x86_64 x86_64\n"),
        .access: .said("user=ec2-user\nroot=yes\nchronyc=/usr/bin/chronyc\n"),
        .interface: .said("name=ens5\ndriver=ena\naddress=0000:00:05.0\n"), .module: .module("2.16.1g", enabled: "1"),
        .devlink: .failed("kernel answers: Invalid argument"), .clocks: .said("ptp0 ena-ptp-05\n"),
        .nodes: .said(
            """
            crw-rw----. 1 root clock 245, 0 May 29 17:34 /dev/ptp0
            lrwxrwxrwx. 1 root root       4 May 29 17:37 /dev/ptp_ena -> ptp0

            """
        ),
        .symlink: .said("/dev/ptp0\n"), .reading: .said("1000050000 1000060000 -2300 900\n"),
        .timestamping: .said(
            "Time stamping parameters for ens5:\nCapabilities:\n\thardware-receive\nPTP Hardware Clock: 0\n"
        ),
        .sources: .said(CommandResult.rows), .tracking: .tracking(), .errorBound: .said("22800\n"),
        .counters: .counters(good: 1600), .chronyVersion: .said("chronyd (chrony) version 4.5 (+CMDMON)\n"),
        .chronyConfiguration: .said("refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer\n"), .units: .units([:]),
        .chronyLog: .said("2026-11-21T10:00:00+0000 host chronyd[12]: Selected source PHC0\n"),
    ]
}

extension CommandResult {
    static let rows = """
        #,*,PHC0,0,0,377,1,0.000000012,0.000000015,0.000005030
        ^,-,169.254.169.123,1,4,377,9,0.000001000,0.000001200,0.000100000

        """
    static let absent = failed("cat: /sys/nothing: No such file or directory")
    static let network = said(
        "A9FEA97B,169.254.169.123,4,1795263715.1,0.000001000,0.000001,0.000002,1.5,0.0,0.05,0.0003,0.0002,16.0,Normal\n"
    )

    static func said(_ output: String) -> CommandResult { CommandResult(exitStatus: 0, output: output) }

    static func failed(_ complaint: String, status: Int = 1) -> CommandResult {
        CommandResult(exitStatus: status, output: "", errorOutput: "\(complaint)\n")
    }

    static func module(_ version: String, enabled: String, loaded: String = "yes") -> CommandResult {
        said("loaded=\(loaded)\nversion=\(version)\nsource=AAAA\nphc_enable=\(enabled)\nfile=/lib/modules/x/ena.ko\n")
    }

    static func tracking(
        systemTime: String = "-0.000000020",
        second: Int = 0,
        rms: String = "0.000000030",
        skew: String = "0.050",
        delay: String = "0.000010000",
        dispersion: String = "0.000000600",
        reference: String = "50484330,PHC0,1",
        leap: String = "Normal"
    ) -> CommandResult {
        said(
            """
            \(reference),\(1_795_263_715 + second).123456789,\(systemTime),0.000000011,\(rms),1.500,0.000,\(skew),\
            \(delay),\(dispersion),1.0,\(leap)

            """
        )
    }

    /// What the sampling script prints, each second as it is told to.
    static func samples(
        _ count: Int = 20,
        planned: Int? = nil,
        bound: (Int) -> String = { _ in "22800" },
        rows: (Int) -> String = { _ in CommandResult.rows },
        tracking: (Int) -> CommandResult = { .tracking(second: $0) }
    ) -> CommandResult {
        let samples = (0..<count).map { second in
            """
            @@ptp-verify sample \(second) \(bound(second))
            \(rows(second))@@ptp-verify tracking
            \(tracking(second).output)
            """
        }
        return said("@@ptp-verify samples \(planned ?? count)\n\(samples.joined())@@ptp-verify end\n")
    }

    static func counters(good: Int, expired: Int = 0, device: Int = 0, timestamp: Int = 0) -> CommandResult {
        said(
            """
            phc_cnt: \(good)
            phc_exp: \(expired)
            phc_skp: 0
            phc_err_dv: \(device)
            phc_err_ts: \(timestamp)
            phc_err_eb: 0

            """
        )
    }

    /// Units of systemd; chronyd runs if nothing else is said.
    static func units(_ states: [String: String]) -> CommandResult {
        let all = ["chronyd": "active"].merging(states) { $1 }.sorted { $0.key < $1.key }
        let blocks = all.map { name, state in
            """
            Id=\(name).service
            LoadState=loaded
            ActiveState=\(state)
            SubState=\(state == "active" ? "running" : "dead")
            UnitFileState=enabled
            Result=success

            """
        }
        return said(blocks.joined(separator: "\n"))
    }
}
