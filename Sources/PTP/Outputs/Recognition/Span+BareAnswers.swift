/// Some answers are so short that only the command in front of them says what they are.
extension Span<UInt8> {
    /// The answer that a line is to a command, in the form that its reader wants; `nil` when the command does not say.
    func answer(_ line: Range<Int>, to command: String) -> (kind: OutputKind, text: String)? {
        guard starts(line, with: "cat: ") == false, starts(line, with: "ls: ") == false else { return nil }
        let value = text(line)
        if command.contains("parameters/phc_enable") {
            return (.answer(.module), "loaded=yes\nversion=\nsource=\nphc_enable=\(value)\nfile=\n")
        }
        if command.contains("/module/ena/version") {
            return (.answer(.module), "loaded=yes\nversion=\(value)\nsource=\nphc_enable=\nfile=\n")
        }
        if command.contains("phc_error_bound") { return (.answer(.errorBound), "\(value)\n") }
        if command.contains("boot_id") { return (.answer(.boot), "\(value)\n") }
        if command.contains("readlink"), command.contains("ptp_ena") { return (.answer(.symlink), "\(value)\n") }
        if command.contains("clock_name"), clock(line) == nil, let node = command.clockNode {
            return (.answer(.clocks), "\(node) \(value)\n")
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
