import Orchestration
import PTP
import Shell

/// What the files, the configuration and the logs of a simulated machine say.
extension MachineView {
    private static let features =
        "(+CMDMON +NTP +REFCLOCK +RTC +PRIVDROP +SCFILTER +SIGND +ASYNCDNS +NTS +SECHASH +IPV6 -DEBUG)"

    var chronyVersion: CommandResult {
        guard machine.tools.contains(.chronyd) else { return noSuchTool("chronyc") }
        return .said("chronyd (chrony) version \(image.chronyVersion) \(Self.features)\n")
    }

    var chronyFiles: CommandResult {
        guard isRoot || machine.files[image.chronyPath] == nil else {
            return CommandResult(
                exitStatus: 0,
                output: "# file: \(image.chronyPath)\n\n",
                errorOutput: "sudo: a password is required\n"
            )
        }
        var text = HostText(capacity: 2048)
        func show(_ path: String, _ content: String) {
            text.line("# file: ", path)
            text.write(content)
            text.endLine()
        }
        for path in ["/etc/chrony.conf", "/etc/chrony/chrony.conf"] {
            if let content = machine.files[path] { show(path, content) }
        }
        for folder in [
            "/etc/chrony.d", "/etc/chrony/conf.d", "/etc/chrony/sources.d", "/run/chrony.d", "/usr/etc/chrony.d",
        ] {
            for file in machine.files.below(folder) { show(file.path, file.content) }
        }
        return text.result
    }

    var chronyConfiguration: CommandResult {
        guard machine.tools.contains(.chronyd) else { return noSuchCommand("chronyd") }
        let setup = machine.chronySetup
        guard let problem = setup.problem else { return CommandResult(.exited(0), output: setup.effective) }
        return CommandResult(
            .exited(1),
            output: setup.effective,
            errorOutput: Array("\(stamp(now)) Fatal error : \(problem)\n".utf8)
        )
    }

    private func stamp(_ moment: Timestamp) -> String { "\(moment.description.prefix(19))Z" }

    var chronyLog: CommandResult {
        var text = HostText(capacity: 512)
        func log(_ moment: Timestamp, _ program: String, _ message: String) {
            text.line("\(moment.description.prefix(19))+0000 ip-10-0-0-5 ", program, ": ", message)
        }
        let daemon = machine.chrony
        if let failedAt = daemon.failedAt, let failure = daemon.failure {
            log(failedAt, "chronyd[1714]", "chronyd version \(image.chronyVersion) starting \(Self.features)")
            for line in failure.lines { log(failedAt, "chronyd[1714]", String(line)) }
            let unit = "\(image.chronyUnit).service"
            log(failedAt, "systemd[1]", "\(unit): Control process exited, code=exited, status=1/FAILURE")
            log(failedAt, "systemd[1]", "\(unit): Failed with result 'exit-code'.")
        }
        if let since = daemon.since, since <= now {
            log(since, "chronyd[1714]", "chronyd version \(image.chronyVersion) starting \(Self.features)")
            log(since, "chronyd[1714]", "Loaded seccomp filter (level 2)")
            if let name = chrony.selectedName {
                log(since + chrony.convergence, "chronyd[1714]", "Selected source \(name)")
            }
        }
        return text.bytes.isEmpty ? .said("-- No entries --\n") : text.result
    }

    var kernelLog: CommandResult {
        guard isRoot else { return CommandResult(exitStatus: 0, output: "") }
        var text = HostText(capacity: 768)
        func log(_ milliseconds: Int64, _ message: String) {
            text.write("[\(String(repeating: " ", count: max(0, 5 - "\(milliseconds / 1000)".utf8.count)))")
            text.write(milliseconds * 1000, places: 6)
            text.line("] ", message)
        }
        let module = machine.module
        let start = max(2_919, (module.since - machine.bootedAt).nanoseconds / 1_000_000)
        let prefix = "ena \(machine.address): "
        if module.ignoredParameter {
            let name = machine.driverOnDisk.clockSwitch == .parameter ? "enable_phc" : "phc_enable"
            log(start, "ena: unknown parameter '\(name)' ignored")
        }
        if machine.isDriverBuilt, module.driver == machine.driverOnDisk {
            log(start, "ena: module verification failed: signature and/or required key missing - tainting kernel")
        }
        switch module.outcome {
        case .good: break
        case .rejected: log(start, "Loading of module with unavailable key is rejected")
        case .clockFailed: log(start + 1, prefix + "Failed initiating PHC, error: -95")
        }
        if let driver = module.driver {
            log(start + 2, prefix + "Elastic Network Adapter (ENA)\(driver.version.map { " v\($0)" } ?? "")")
            log(start + 17, prefix + "ENA device version: 0.10")
            log(start + 18, prefix + "ENA controller version: 0.0.1 implementation version 1")
            if module.hasClock { log(start + 90, prefix + "PHC is enabled and registered as ptp\(machine.node ?? 0)") }
            log(start + 120, prefix + "Elastic Network Adapter (ENA) found at mem c0400000, mac addr 02:ca:87:6e:fe:91")
        }
        return text.result
    }
}
