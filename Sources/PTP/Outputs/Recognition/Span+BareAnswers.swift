/// Some answers are so short that only the command in front of them says what they are.
extension Span<UInt8> {
    /// The answer that a line is to a command, in the form that its reader wants; `nil` when the command does not say.
    ///
    /// What may have been cut stays without its line break.
    func answer(_ line: Range<Int>, to command: String, isWhole: Bool) -> (kind: OutputKind, text: String)? {
        guard starts(line, with: "cat: ") == false, starts(line, with: "ls: ") == false else { return nil }
        let value = text(line)
        let end = isWhole ? "\n" : ""
        if command.contains("parameters/phc_enable") {
            return (.answer(.module), "loaded=yes\nversion=\nsource=\nphc_enable=\(value)\nfile=\n")
        }
        if command.contains("/module/ena/version") {
            // It says nothing about parameters, as an answer about the module would.
            return (.answer(.driverInfo), "driver: ena\nversion: \(value)\(end)")
        }
        if command.contains("phc_error_bound") { return (.answer(.errorBound), "\(value)\(end)") }
        if command.contains("boot_id") { return (.answer(.boot), "\(value)\n") }
        if command.contains("readlink"), command.contains("ptp_ena") { return (.answer(.symlink), "\(value)\n") }
        if command.contains("clock_name"), clock(line) == nil, let node = command.clockNode {
            return (.answer(.clocks), "\(node)/clock_name \(value)\(end)")
        }
        return command.contains("clocksource") ? (.clockSources, "\(value)\n") : nil
    }
}

extension String {
    /// The `ens5` of `cat /sys/class/net/ens5/device/uevent`.
    var interfaceOfDevice: String? {
        let parts = split(separator: "/").map(String.init)
        guard let place = parts.firstIndex(of: "net"), place > 0, parts[place - 1] == "class",
            place + 3 < parts.endIndex, parts[place + 2] == "device", parts[place + 3].hasPrefix("uevent")
        else { return nil }
        let name = parts[place + 1]
        // A variable or a pattern is no name.
        return name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." } ? name : nil
    }

    /// The `ptp0` of `/sys/class/ptp/ptp0/clock_name`.
    fileprivate var clockNode: String? {
        split(separator: "/").first { part in
            part.hasPrefix("ptp") && part.count > 3 && part.dropFirst(3).allSatisfy(\.isNumber)
        }.map(String.init)
    }
}
