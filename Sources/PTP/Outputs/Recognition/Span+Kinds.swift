import Orchestration

/// Which output a line can begin, and which it can belong to.
extension Span<UInt8> {
    /// The kind of output whose first line this can be; `nil` for all that is not known.
    func kindOfOutput(beginningWith line: Range<Int>) -> OutputKind? {
        if starts(line, with: "@@ptp-verify samples ") { return .samples }
        return kindOfChronyc(line) ?? kindOfTool(line) ?? kindOfFile(line) ?? kindOfLog(line)
    }

    /// Whether an output of a kind, which began at `start`, goes on with a line.
    func continues(_ kind: OutputKind, with line: Range<Int>, startedAt start: Int) -> Bool {
        switch kind {
        case .answer(let probe): return continues(probe, with: line, startedAt: start)
        case .samples: return true
        case .chronycTable where isDataField(line): return !isSecondSource(line, startedAt: start)
        case .driverBuild, .chronycTable: return kindOfOutput(beginningWith: line).map { $0 == kind } ?? true
        case .stampingSettings: return starts(line, with: "Hardware ") || nextColon(line) == nil
        case .timeSettings, .hostSettings, .busDevices, .deviceEvent, .linuxPTP:
            return kindOfOutput(beginningWith: line) == kind
        case .clockSources, .complaint: return false
        }
    }

    private func continues(_ probe: Probe, with line: Range<Int>, startedAt start: Int) -> Bool {
        switch probe {
        case .sources: return isSourcesHeader(line) && !starts(line, with: "210 ") || isSourcesRow(withoutComment(line))
        case .statistics: return isStatisticsHeader(line) || isStatisticsRow(line)
        case .tracking: return isTrackingLine(line) && !starts(line, with: "Reference ID")
        case .timestamping: return isTimestampingLine(line)
        case .driverInfo: return isDriverLine(line) && !starts(line, with: "driver:")
        case .moduleFile: return isModuleLine(line) && !starts(line, with: "filename:")
        case .counters: return isStatistic(line)
        case .devlink:
            return starts(line, with: "name ") || starts(line, with: "values:") || starts(line, with: "cmode ")
        case .clocks: return clock(line) != nil
        case .nodes: return ClockNodes.Node(self, line) != nil
        case .system: return assignment(line).map { isVariable($0.key) } ?? false
        case .units: return assignment(line) != nil || isUnitStatusLine(line)
        case .chronyFiles, .chronyConfiguration:
            // What a clock's row begins with begins a comment too.
            if isSourcesRow(line) { return false }
            return isChronyComment(line) || kindOfOutput(beginningWith: line) == .answer(.chronyFiles)
                || isDirective(firstWord(line))
        case .packetTimestamping:
            return starts(line, with: "HW ") || starts(line, with: "TX c") || starts(line, with: "RX c")
        case .interface, .machine, .module, .build, .access: return assignment(line) != nil
        case .kernelLog, .chronyLog, .persisted: return kindOfOutput(beginningWith: line) == .answer(probe)
        case .kernel, .boot, .cloudInit, .secureBoot, .symlink, .reading, .errorBound, .chronyVersion, .changes:
            return false
        }
    }

    // MARK: - chronyc

    private func kindOfChronyc(_ line: Range<Int>) -> OutputKind? {
        let row = withoutComment(line)
        if starts(row, with: "MS Name/IP") || isSourcesRow(row) { return .answer(.sources) }
        if starts(line, with: ".-- Source mode") { return .answer(.sources) }
        if starts(line, with: "506 ") { return .answer(.sources) }
        if starts(line, with: "Name/IP Address  "), place(of: " NP ", in: line) != nil { return .answer(.statistics) }
        if isStatisticsRow(line), first(UInt8(ascii: ","), from: line.lowerBound, to: line.upperBound) < line.upperBound
        {
            return .answer(.statistics)
        }
        if starts(line, with: "Remote address  ") { return .chronycTable }
        if starts(line, with: "Name/IP address  ") || starts(line, with: "S Name/IP Address ") { return .chronycTable }
        if isTrackingLine(line) { return .answer(.tracking) }
        if line.count > 40, self[line.lowerBound + 8] == UInt8(ascii: ","),
            let columns: InlineArray<14, _> = pieces(of: line, endedBy: ","), hexadecimal(columns[0]) != nil
        {
            return .answer(.tracking)
        }
        return starts(line, with: "chronyd (chrony) version") || starts(line, with: "chronyc (chrony) version")
            ? .answer(.chronyVersion) : nil
    }

    private func isSourcesRow(_ row: Range<Int>) -> Bool {
        guard row.count > 8, ChronySource.Mode(rawValue: Unicode.Scalar(self[row.lowerBound])) != nil else {
            return false
        }
        let second = row.lowerBound + 1
        if self[second] == UInt8(ascii: ",") { return true }
        return ChronySource.State(rawValue: Unicode.Scalar(self[second])) != nil && self[second + 1].isBlank
            && place(of: "+/-", in: row) != nil
    }

    private func isStatisticsRow(_ line: Range<Int>) -> Bool {
        do throws(Unreadable) { return try ChronySourceStatistics(self, line) != nil } catch { return false }
    }

    /// Whether `chronyc ntpdata` says such a thing of a server: it shares words with `chronyc tracking`.
    private func isDataField(_ line: Range<Int>) -> Bool {
        guard let (key, _) = halves(of: line, at: ":") else { return false }
        let titles: [StaticString] = [
            "Remote port", "Local address", "Leap status", "Version", "Mode", "Stratum", "Poll interval", "Precision",
            "Root delay", "Root dispersion", "Reference ID", "Reference time", "Offset", "Peer delay",
            "Peer dispersion", "Response time", "Jitter asymmetry", "NTP tests", "Interleaved", "Authenticated",
            "TX timestamping", "RX timestamping",
        ]
        return titles.contains { equals(key, $0) } || starts(key, with: "Total ")
    }

    /// Whether what began there is no `ntpdata`, or has named its reference already, so that this is another answer.
    private func isSecondSource(_ line: Range<Int>, startedAt start: Int) -> Bool {
        var place = start
        guard let first = nextLine(from: &place), starts(first, with: "Remote address  ") else { return true }
        guard starts(line, with: "Reference ID") else { return false }
        return self.place(of: "Reference ID", in: start..<line.lowerBound) != nil
    }

    private func isTrackingLine(_ line: Range<Int>) -> Bool {
        guard let (key, _) = halves(of: line, at: ":") else { return false }
        let titles: [StaticString] = [
            "Reference ID", "Stratum", "Ref time (UTC)", "System time", "Last offset", "RMS offset", "Frequency",
            "Residual freq", "Skew", "Root delay", "Root dispersion", "Update interval", "Leap status",
        ]
        return titles.contains { equals(key, $0) }
    }

    // MARK: - Tools

    private func kindOfTool(_ line: Range<Int>) -> OutputKind? {
        if starts(line, with: "Time stamping parameters for ") { return .answer(.timestamping) }
        if starts(line, with: "Time stamping configuration for ") { return .stampingSettings }
        if isModuleStart(line) { return .answer(.moduleFile) }
        if isDriverLine(line) { return .answer(.driverInfo) }
        if starts(line, with: "NIC statistics:") { return .answer(.counters) }
        if let (key, value) = halves(of: line, at: ":"), counter(key) != nil, count(value) != nil {
            return .answer(.counters)
        }
        if starts(line, with: "cat: "), place(of: "/phc_error_bound: ", in: line) != nil {
            return .answer(.errorBound)
        }
        if starts(line, with: "pci/0") { return .answer(.devlink) }
        if clock(line) != nil { return .answer(.clocks) }
        if ClockNodes.Node(self, line) != nil || starts(line, with: "ls: cannot access '/dev/ptp")
            || starts(line, with: "ls: cannot access /dev/ptp")
        {
            return .answer(.nodes)
        }
        if starts(line, with: "HW TX support:") || starts(line, with: "HW RX support:") {
            return .answer(.packetTimestamping)
        }
        if starts(line, with: "SecureBoot ") { return .answer(.secureBoot) }
        if isCloudInitStatus(line) { return .answer(.cloudInit) }
        if isUnitStatusStart(line) { return .answer(.units) }
        if isTimeSetting(line) { return .timeSettings }
        if isHostSetting(line) { return .hostSettings }
        if line.count > 8, self[line.lowerBound + 2] == UInt8(ascii: ":"), place(of: " controller [", in: line) != nil {
            return .busDevices
        }
        return isReading(line) ? .answer(.reading) : nil
    }

    private func isReading(_ line: Range<Int>) -> Bool {
        do throws(Unreadable) {
            let reading = try ClockReading(extracting(line))
            return (500_000_000...1_500_000_000).contains(reading.systemElapsed)
        } catch { return false }
    }

    private func isCloudInitStatus(_ line: Range<Int>) -> Bool {
        guard starts(line, with: "status: ") || starts(line, with: ".") else { return false }
        do throws(Unreadable) {
            _ = try CloudInitStatus(extracting(line))
            return true
        } catch { return false }
    }

    func nextColon(_ line: Range<Int>) -> Int? {
        let place = first(UInt8(ascii: ":"), from: line.lowerBound, to: line.upperBound)
        return place < line.upperBound ? place : nil
    }

    private func isStatistic(_ line: Range<Int>) -> Bool {
        halves(of: line, at: ":").map { count($0.value) != nil && firstWord($0.key).count == $0.key.count } ?? false
    }

    private func isTimestampingLine(_ line: Range<Int>) -> Bool {
        guard nextColon(line) == nil else {
            return starts(line, with: "Capabilities:") || starts(line, with: "PTP Hardware Clock:")
                || starts(line, with: "Hardware Transmit Timestamp Modes:")
                || starts(line, with: "Hardware Receive Filter Modes:")
                || starts(line, with: "Hardware timestamp ")
        }
        let word = firstWord(line)
        let rest = trimmed(word.upperBound..<line.upperBound)
        // Old versions of ethtool print the kernel's constants as well.
        if starts(rest, with: "(SOF_TIMESTAMPING_") || starts(rest, with: "(HWTSTAMP_") { return true }
        return rest.isEmpty && stampingNames.contains(text(word))
    }

    private func isDriverLine(_ line: Range<Int>) -> Bool {
        guard let (key, _) = halves(of: line, at: ":") else { return false }
        return equals(key, "driver") || equals(key, "version") || equals(key, "bus-info") || isDriverField(key)
    }

    /// A first line of modinfo: unlike those of `ethtool -i` its fields are aligned.
    private func isModuleStart(_ line: Range<Int>) -> Bool {
        starts(line, with: "filename:  ") || starts(line, with: "version:  ") || starts(line, with: "parm:  ")
            || starts(line, with: "modinfo: ERROR") || starts(line, with: "ERROR: modinfo")
    }

    private func isModuleLine(_ line: Range<Int>) -> Bool {
        // The types of parameters, and signatures, go on in the next line.
        if starts(line, with: "(") { return true }
        guard let colon = nextColon(line) else { return false }
        let key = line.lowerBound..<colon
        if key.count == 2 { return hexadecimal(key) != nil }
        return key.allSatisfy { self[$0].isLetter || self[$0] == UInt8(ascii: "_") }
            && (colon + 2 >= line.upperBound || self[colon + 1].isBlank && self[colon + 2].isBlank
                || colon - line.lowerBound > 12)
    }
}

/// The capabilities, modes and filters of `ethtool -T`, behind which anything may follow, such as `exit`.
private let stampingNames: Set<String> = [
    "hardware-transmit", "software-transmit", "hardware-receive", "software-receive", "software-system-clock",
    "hardware-legacy-clock", "hardware-raw-clock", "option-id", "sched-transmit", "ack-transmit", "option-cmsg",
    "option-tsonly", "option-stats", "option-pktinfo", "option-tx-swhw", "bind-phc", "option-id-tcp",
    "option-rx-filter", "tx-completion",
    "off", "on", "one-step-sync", "onestep-sync", "onestep-p2p",
    "none", "all", "some", "ntp-all", "ptpv1-l4-event", "ptpv1-l4-sync", "ptpv1-l4-delay-req", "ptpv2-l4-event",
    "ptpv2-l4-sync", "ptpv2-l4-delay-req", "ptpv2-l2-event", "ptpv2-l2-sync", "ptpv2-l2-delay-req", "ptpv2-event",
    "ptpv2-sync", "ptpv2-delay-req",
]
