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
    /// The `ptp0` of `/sys/class/ptp/ptp0/clock_name`.
    fileprivate var clockNode: String? {
        split(separator: "/").first { part in
            part.hasPrefix("ptp") && part.count > 3 && part.dropFirst(3).allSatisfy(\.isNumber)
        }.map(String.init)
    }
}
