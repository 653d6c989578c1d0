import Orchestration
import PTP
import Shell

/// Files: of ours, of others, and as they were.
extension Machine {
    private static let beginning = "# ptp-verify begin"
    private static let end = "# ptp-verify end"

    /// Keeps a file as it is, the first time, or notes that there was none.
    private mutating func keep(_ path: String) {
        // An initramfs has none of it until it is made anew.
        if path.has("/modprobe.d/") { drop(Self.renewed) }
        guard let content = files[path], !changes.contains("created \(path)") else {
            return remember("created \(path)")
        }
        if originals[path] == nil { originals[path] = content }
        remember("changed \(path)")
    }

    private mutating func replace(_ path: String, by content: String) -> CommandResult {
        guard files[path] != content else { return .said("\(path) is so already\n") }
        keep(path)
        files[path] = content
        return .said("wrote \(path)\n")
    }

    mutating func write(_ path: String, _ content: String) -> CommandResult { replace(path, by: content) }

    mutating func insert(_ path: String, _ content: String) -> CommandResult {
        guard let before = files[path] else {
            return Self.failed("\(path) is not there; nothing was put into it")
        }
        var text = Self.withoutOurs(before)
        if !text.isEmpty, text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
        // The shell drops the line's end that a command substitution ends with.
        let lines = content.utf8.last == UInt8(ascii: "\n") ? String(content.dropLast()) : content
        return replace(path, by: "\(text)\(Self.beginning)\n\(lines)\n\(Self.end)\n")
    }

    /// A file without what stands between our markers.
    private static func withoutOurs(_ content: String) -> String {
        guard content.has(beginning) else { return content }
        var text = ""
        var isOurs = false
        for line in content.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
            .map({ Substring($0) })
        {
            if line == beginning { isOurs = true }
            if !isOurs { text += "\(line)\n" }
            if line == end { isOurs = false }
        }
        return text
    }

    mutating func silence(_ path: String, _ numbers: [Int]) -> CommandResult {
        guard let content = files[path] else { return Self.failed("could not read \(path)") }
        var lines = content.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        for number in numbers where lines.indices.contains(number - 1) {
            let line = lines[number - 1]
            let name = line.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }.lowercased()
            if ["refclock", "include"].contains(name) { lines[number - 1] = "# ptp-verify: \(line)" }
        }
        return replace(path, by: lines.joined(separator: "\n"))
    }

    mutating func putBack(_ path: String) -> CommandResult {
        guard let original = originals[path] else {
            return Self.failed("/var/lib/ptp-verify/before\(path) is gone; \(path) stays as it is")
        }
        files[path] = original
        undid("changed \(path)")
        return .said("\(path) is as it was\n")
    }

    mutating func remove(_ path: String) -> CommandResult {
        files[path] = nil
        if path == Self.builtDriverPath(image) {
            isDriverBuilt = false
            driverOnDisk = driverBefore
        }
        if path.hasPrefix("/etc/udev/rules.d/") { hasSymlink = makesSymlink }
        undid("created \(path)")
        return .said("\(path) is gone\n")
    }

    // MARK: - Arguments of the kernel

    /// The file in which the boot loader finds arguments, where no program keeps them.
    private var argumentPath: String? {
        switch image.distribution {
        case .ubuntu2204, .ubuntu2404, .debian12: "/etc/default/grub.d/ptp-verify.cfg"
        case .sles15: "/etc/default/grub"
        case .amazonLinux2023, .amazonLinux2, .rhel9: nil
        }
    }

    mutating func addArgument(_ argument: String) -> CommandResult {
        remember("argument \(argument)")
        if !kernelArguments.contains(argument) { kernelArguments.append(argument) }
        guard let path = argumentPath else { return .said("") }
        let line = "GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT \(argument)\"\n"
        let content = files[path, default: ""]
        return content.has(line) ? .said("") : replace(path, by: content + line)
    }

    mutating func removeArgument(_ argument: String) -> CommandResult {
        kernelArguments.removeAll { $0 == argument }
        undid("argument \(argument)")
        return .said("")
    }
}
