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
        if originals[path] == nil {
            originals[path] = content
        } else if !isAsWritten(path), content != originals[path], !whole.contains(path) {
            // What others wrote since belongs into what is put back.
            originals[path] = Self.bare(content)
        }
        remember("changed \(path)")
    }

    /// Whether a file is as we wrote it, so that nobody else's work is in it.
    private func isAsWritten(_ path: String) -> Bool { files[path] == written[path] }

    /// Somebody else's work on a file that has to go stays beside it.
    private mutating func save(_ path: String) { files["\(path).ptp-verify-saved"] = files[path] }

    private mutating func replace(_ path: String, by content: String) -> CommandResult {
        guard files[path] != content else { return .said("\(path) is so already\n") }
        keep(path)
        files[path] = content
        written[path] = content
        return .said("wrote \(path)\n")
    }

    mutating func write(_ path: String, _ content: String) -> CommandResult {
        if whole.contains(path), let now = files[path], now != content, !isAsWritten(path), now != originals[path] {
            save(path)
        }
        if files[path] != content { whole.insert(path) }
        return replace(path, by: content)
    }

    mutating func insert(_ path: String, _ content: String) -> CommandResult {
        guard let before = files[path] else {
            return Self.failed("\(path) is not there; nothing was put into it")
        }
        guard Self.isPaired(before) else {
            return Self.failed(
                "a marker of ours is missing in \(path), nobody knows what is ours; it stays as it is"
            )
        }
        var text = Self.withoutOurs(before)
        if !text.isEmpty, text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
        // The shell drops the line's end that a command substitution ends with.
        let lines = content.utf8.last == UInt8(ascii: "\n") ? String(content.dropLast()) : content
        return replace(path, by: "\(text)\(Self.beginning)\n\(lines)\n\(Self.end)\n")
    }

    /// Whether each begin of ours has its end.
    private static func isPaired(_ content: String) -> Bool {
        var isOpen = false
        for line in content.lines where line == beginning || line == end {
            guard (line == end) == isOpen else { return false }
            isOpen.toggle()
        }
        return !isOpen
    }

    /// A file without what is ours in it.
    private static func bare(_ content: String) -> String {
        let mark = "# ptp-verify: "
        return withoutOurs(content).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(mark) ? $0.dropFirst(mark.count) : $0 }
            .joined(separator: "\n")
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

    /// Somebody who works on the machine writes a file.
    package mutating func edit(_ path: String, _ content: String) { files[path] = content }

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
        if let failure = back(path) { return failure }
        undid("changed \(path)")
        return .said("nothing of ours is left in \(path)\n")
    }

    /// A file as it was, or without us where others changed it since; returns why not.
    mutating func back(_ path: String, plainly: Bool = false) -> CommandResult? {
        guard let original = originals[path] else {
            return Self.failed("/var/lib/ptp-verify/before\(path) is gone; \(path) stays as it is")
        }
        guard let content = files[path], !isAsWritten(path), content != original else {
            files[path] = original
            return nil
        }
        if plainly || whole.contains(path) {
            save(path)
            files[path] = original
        } else if Self.isPaired(content) {
            files[path] = Self.bare(content)
        } else {
            return Self.failed(
                "a marker of ours is missing in \(path), which somebody changed; it stays as it is"
            )
        }
        return nil
    }

    mutating func remove(_ path: String) -> CommandResult {
        if files[path] != nil, !isAsWritten(path) { save(path) }
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
        let argument = "GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT \(argument)\"\n"
        let line = "\(Self.beginning)\n\(argument)\(Self.end)\n"
        let content = files[path, default: ""]
        return content.has(line) ? .said("") : replace(path, by: content + line)
    }

    mutating func removeArgument(_ argument: String) -> CommandResult {
        kernelArguments.removeAll { $0 == argument }
        undid("argument \(argument)")
        return .said("")
    }
}
