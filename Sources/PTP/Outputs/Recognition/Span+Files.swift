import Orchestration

/// What files, logs and the answers of our own scripts look like.
extension Span<UInt8> {
    /// The kind of file, or of an answer in the form of one, whose first line this can be.
    func kindOfFile(_ line: Range<Int>) -> OutputKind? {
        if starts(line, with: "# file: ") || isConfigurationStart(line) { return .answer(.chronyFiles) }
        if starts(line, with: "Linux ") {
            do throws(Unreadable) {
                _ = try Kernel(extracting(line))
                return .answer(.kernel)
            } catch { return nil }
        }
        if place(of: " release ", in: line) != nil, OperatingSystem(self, release: line) != nil {
            return .answer(.system)
        }
        if starts(line, with: "kernel-arguments: ") || starts(line, with: "/etc/modprobe.d/") {
            return .answer(.persisted)
        }
        return assignment(line).flatMap { kindOfAssignment($0.key) }
    }

    private func kindOfAssignment(_ key: Range<Int>) -> OutputKind? {
        if equals(key, "NAME") || equals(key, "PRETTY_NAME") || equals(key, "ID") || equals(key, "VERSION_ID")
            || equals(key, "VERSION")
        {
            return .answer(.system)
        }
        if equals(key, "Id") || equals(key, "Result") || equals(key, "LoadState") || equals(key, "ActiveState") {
            return .answer(.units)
        }
        if equals(key, "PCI_SLOT_NAME") || equals(key, "DRIVER") || equals(key, "PCI_CLASS") || equals(key, "PCI_ID")
            || equals(key, "PCI_SUBSYS_ID") || equals(key, "MODALIAS") || equals(key, "INTERFACE")
            || equals(key, "IFINDEX")
        {
            return .deviceEvent
        }
        if equals(key, "name") { return .answer(.interface) }
        if equals(key, "loaded") { return .answer(.module) }
        if equals(key, "headers") { return .answer(.build) }
        return equals(key, "user") ? .answer(.access) : nil
    }

    /// Whether a line can only be one of chrony's configuration: some directives are words that begin sentences too.
    private func isConfigurationStart(_ line: Range<Int>) -> Bool {
        let name = firstWord(line)
        guard isDirective(name) else { return false }
        var place = name.upperBound
        guard let argument = nextWord(from: &place, to: line.upperBound) else { return equals(name, "rtcsync") }
        if equals(name, "server") || equals(name, "pool") || equals(name, "peer") {
            return argument.contains { ".:".utf8.contains(self[$0]) }
        }
        let isWord = ["local", "log", "user", "lock", "port", "manual", "deny", "allow", "refresh", "dscp"]
            .contains(text(name))
        return !isWord && (first(UInt8(ascii: ":"), from: name.lowerBound, to: name.upperBound) == name.upperBound)
    }

    func isVariable(_ key: Range<Int>) -> Bool {
        key.allSatisfy { self[$0] == UInt8(ascii: "_") || self[$0].isDigit || (0x41...0x5A).contains(self[$0]) }
    }

    // MARK: - Settings

    func isTimeSetting(_ line: Range<Int>) -> Bool {
        if let (key, _) = assignment(line) {
            return equals(key, "Timezone") || equals(key, "LocalRTC") || equals(key, "CanNTP") || equals(key, "NTP")
                || equals(key, "NTPSynchronized") || equals(key, "TimeUSec") || equals(key, "RTCTimeUSec")
        }
        guard let (key, _) = halves(of: line, at: ":") else { return false }
        return equals(key, "Local time") || equals(key, "Universal time") || equals(key, "RTC time")
            || equals(key, "Time zone") || equals(key, "System clock synchronized") || equals(key, "NTP service")
            || equals(key, "NTP synchronized") || equals(key, "NTP enabled") || equals(key, "RTC in local TZ")
            || equals(key, "DST active")
    }

    func isHostSetting(_ line: Range<Int>) -> Bool {
        guard let (key, _) = halves(of: line, at: ":") else { return false }
        return equals(key, "Static hostname") || equals(key, "Icon name") || equals(key, "Chassis")
            || equals(key, "Machine ID") || equals(key, "Boot ID") || equals(key, "Virtualization")
            || equals(key, "Operating System") || equals(key, "CPE OS Name") || equals(key, "Kernel")
            || equals(key, "Architecture") || equals(key, "Hardware Vendor") || equals(key, "Hardware Model")
            || equals(key, "Firmware Version")
    }

    func isUnitStatusStart(_ line: Range<Int>) -> Bool {
        if place(of: ".service - ", in: line) != nil, !self[line.lowerBound].isLetter { return true }
        return starts(line, with: "Loaded: ") || starts(line, with: "Process: ")
    }

    /// A line of `systemctl status`, up to the log that it shows.
    func isUnitStatusLine(_ line: Range<Int>) -> Bool {
        guard let (key, _) = halves(of: line, at: ":") else {
            return !self[line.lowerBound].isLetter && !self[line.lowerBound].isDigit
        }
        return equals(key, "Loaded") || equals(key, "Active") || equals(key, "Docs") || equals(key, "Main PID")
            || equals(key, "Process") || equals(key, "Tasks") || equals(key, "Memory") || equals(key, "CPU")
            || equals(key, "CGroup") || equals(key, "man") || equals(key, "Status") || equals(key, "Drop-In")
            || equals(key, "TriggeredBy") || equals(key, "Warning")
    }

    // MARK: - Logs

    /// The kind of log that a line is from.
    func kindOfLog(_ line: Range<Int>) -> OutputKind? {
        if isOfLinuxPTP(line) { return .linuxPTP }
        let marks: [StaticString] = [
            "make: ", "make[", "make -", "DKMS: ", "Building module", "Kernel preparation unnecessary", "depmod...",
            "Running module version sanity", "Good news! Module version", "Error! Bad return status", "Error! Bad exit",
            "Creating symlink /var/lib/dkms", "rpmbuild/", "CC [M] ", "LD [M] ", "ERROR: modpost", "Makefile:",
        ]
        if marks.contains(where: { starts(line, with: $0) }) { return .driverBuild }
        if isKernelStamp(line) { return .answer(.kernelLog) }
        if place(of: " chronyd[", in: line) != nil || place(of: " chrony[", in: line) != nil
            || place(of: "chronyd-restricted", in: line) != nil || place(of: "chronyd.service", in: line) != nil
        {
            return .answer(.chronyLog)
        }
        if isChronydMessage(line) { return .answer(.chronyLog) }
        if place(of: " kernel: ", in: line) != nil || starts(line, with: "ena 0000:")
            || place(of: "Device doesn't support PHC", in: line) != nil
        {
            return .answer(.kernelLog)
        }
        let complaints: [StaticString] = [
            "An error occurred (", "Key was rejected by service", "Required key not available",
            "InsufficientInstanceCapacity", "modprobe: ", "insmod: ",
        ]
        return complaints.contains { place(of: $0, in: line) != nil } ? .complaint : nil
    }

    /// Whether a line is of one of the programs of linuxptp, which put a time behind their names: `ptp4l[4213.112]: `.
    private func isOfLinuxPTP(_ line: Range<Int>) -> Bool {
        let names: [StaticString] = ["ptp4l[", "phc2sys[", "phc_ctl["]
        return names.contains { name in
            guard let start = place(of: name, in: line),
                start == line.lowerBound || self[start - 1].isBlank
            else { return false }
            var end = start + name.utf8CodeUnitCount
            while end < line.upperBound, self[end].isDigit || self[end] == UInt8(ascii: ".") { end += 1 }
            return starts(end..<line.upperBound, with: "]: ")
        }
    }

    /// Whether chronyd says such a thing: where nobody keeps a log, it stands there without a name in front.
    private func isChronydMessage(_ line: Range<Int>) -> Bool {
        let beginnings: [StaticString] = [
            "Could not open /dev/ptp", "Could not open PHC", "Fatal error : ", "Selected source ",
            "Can't synchronise: ", "System clock wrong by ", "System clock was stepped ",
        ]
        return beginnings.contains { starts(line, with: $0) }
    }

    /// Whether a line begins like `[   77.628306]` or `[Thu Mar  7 22:49:24 2019]`.
    private func isKernelStamp(_ line: Range<Int>) -> Bool {
        guard starts(line, with: "[") else { return false }
        let end = first(UInt8(ascii: "]"), from: line.lowerBound, to: line.upperBound)
        guard end + 1 < line.upperBound, self[end + 1].isBlank else { return false }
        let stamp = trimmed(line.lowerBound + 1..<end)
        if stamp.count > 20 { return place(of: ":", in: stamp) != nil }
        return place(of: ".", in: stamp) != nil && decimal(stamp) != nil
    }
}
