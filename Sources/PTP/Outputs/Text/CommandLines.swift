import Orchestration

/// People paste outputs along with the prompt of their shell and the command that they typed.
extension Span<UInt8> {
    /// Whether a line is a prompt, with or without a command, or a command that we know, without a prompt.
    func isCommandLine(_ line: Range<Int>) -> Bool { command(in: line) != nil }

    /// The command of a line that is one; empty for a prompt without one.
    func command(in line: Range<Int>) -> Range<Int>? {
        guard let head = line.isEmpty ? nil : self[line.lowerBound] else { return nil }
        switch head {
        case UInt8(ascii: "$"): return commandBehindPrompt(line, at: line.lowerBound)
        // Also what begins a comment, and a row of chrony's sources.
        case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: ">"):
            return commandBehindPrompt(line, at: line.lowerBound).flatMap { isKnownCommand($0) ? $0 : nil }
        case UInt8(ascii: "["):
            let end = first(UInt8(ascii: "]"), from: line.lowerBound, to: line.upperBound)
            guard first(UInt8(ascii: "@"), from: line.lowerBound, to: end) < end, end + 1 < line.upperBound,
                self[end + 1].isEndOfPrompt
            else { return nil }
            return commandBehindPrompt(line, at: end + 1)
        default:
            guard head.isLetter else { return nil }
            return commandBehindName(line) ?? (isKnownCommand(line) ? line : nil)
        }
    }

    /// The command behind `user@host:/etc $` or `bash-4.4#`.
    private func commandBehindName(_ line: Range<Int>) -> Range<Int>? {
        let word = firstWord(line)
        guard
            starts(word, with: "bash-") || starts(word, with: "sh-")
                || first(UInt8(ascii: "@"), from: word.lowerBound, to: word.upperBound) < word.upperBound
        else { return nil }
        if self[word.upperBound - 1].isEndOfPrompt { return commandBehindPrompt(line, at: word.upperBound - 1) }
        var place = word.upperBound
        guard let next = nextWord(from: &place, to: line.upperBound), next.count == 1,
            self[next.lowerBound].isEndOfPrompt
        else { return nil }
        return commandBehindPrompt(line, at: next.lowerBound)
    }

    private func commandBehindPrompt(_ line: Range<Int>, at end: Int) -> Range<Int>? {
        guard end + 1 == line.upperBound || self[end + 1].isBlank else { return nil }
        return trimmed(end + 1..<line.upperBound)
    }

    /// Whether a line calls a program that we ask hosts for, with something behind it.
    private func isKnownCommand(_ line: Range<Int>) -> Bool {
        var place = line.lowerBound
        guard var word = nextWord(from: &place, to: line.upperBound) else { return false }
        if equals(word, "sudo") {
            guard let next = nextWord(from: &place, to: line.upperBound) else { return false }
            word = next
        }
        guard isKnownProgram(word), let argument = nextWord(from: &place, to: line.upperBound) else { return false }
        // `chronyc (chrony) version 4.3` is an answer, and so is `Linux …`, but that does not begin like a program.
        return self[argument.lowerBound] != UInt8(ascii: "(")
    }

    private func isKnownProgram(_ word: Range<Int>) -> Bool {
        switch self[word.lowerBound] {
        case UInt8(ascii: "c"):
            equals(word, "chronyc") || equals(word, "chronyd") || equals(word, "cat") || equals(word, "cloud-init")
        case UInt8(ascii: "d"): equals(word, "devlink") || equals(word, "dmesg")
        case UInt8(ascii: "e"): equals(word, "ethtool") || equals(word, "egrep")
        case UInt8(ascii: "f"): equals(word, "for")
        case UInt8(ascii: "g"): equals(word, "grep")
        case UInt8(ascii: "j"): equals(word, "journalctl")
        case UInt8(ascii: "l"): equals(word, "ls") || equals(word, "lsmod") || equals(word, "lspci")
        case UInt8(ascii: "m"): equals(word, "modinfo") || equals(word, "modprobe") || equals(word, "mokutil")
        case UInt8(ascii: "p"): equals(word, "phc_ctl")
        case UInt8(ascii: "r"): equals(word, "readlink") || equals(word, "rpm")
        case UInt8(ascii: "s"): equals(word, "systemctl")
        case UInt8(ascii: "t"): equals(word, "timedatectl")
        case UInt8(ascii: "u"): equals(word, "uname") || equals(word, "udevadm")
        default: false
        }
    }
}

extension UInt8 {
    fileprivate var isEndOfPrompt: Bool { self == UInt8(ascii: "$") || self == UInt8(ascii: "#") }
}
