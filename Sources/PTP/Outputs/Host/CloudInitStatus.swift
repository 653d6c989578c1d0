/// What `cloud-init status` says.
package enum CloudInitStatus: String, HostOutput {
    case done, running, error, disabled, degraded
    case notRun = "not run"
    /// `not started` in newer versions.
    case notStarted = "not started"

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("status:", at: text.count) }
        // Dots stand in front of it for as long as it was waited for.
        var start = line.lowerBound
        while start < line.upperBound, text[start] == UInt8(ascii: ".") { start += 1 }
        guard text.starts(start..<line.upperBound, with: "status:") else {
            throw Unreadable("status:", at: line.lowerBound)
        }
        let value = text.trimmed(start + "status:".utf8.count..<line.upperBound)
        let word = text.equals(value, "degraded done") ? text.firstWord(value) : value
        guard let status = CloudInitStatus(rawValue: text.text(word)) else {
            throw Unreadable("a status of cloud-init", at: value.lowerBound)
        }
        self = status
    }
}

/// Whether Secure Boot is on, from `mokutil --sb-state` or the EFI variable.
package struct SecureBoot: HostOutput {
    package let isEnabled: Bool
    /// Whether the kernel lets in signed modules only, with or without Secure Boot.
    package let areSignaturesEnforced: Bool

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("SecureBoot", at: text.count) }
        var isEnforced = false
        var rest = 0
        while let line = text.nextLine(from: &rest) {
            if text.equals(line, Self.enforcement) { isEnforced = true }
        }
        areSignaturesEnforced = isEnforced
        if text.equals(line, Self.enforcement) {
            // All that is said where nobody can tell whether there is Secure Boot.
            isEnabled = false
        } else if text.equals(line, "SecureBoot enabled") {
            isEnabled = true
        } else if text.equals(line, "SecureBoot disabled")
            // There is none without EFI.
            || text.starts(line, with: "EFI variables are not supported")
            || text.starts(line, with: "This system doesn't support Secure Boot")
        {
            isEnabled = false
        } else {
            throw Unreadable("SecureBoot enabled or disabled", at: line.lowerBound)
        }
    }

    /// A line that the question adds.
    static let enforcement: StaticString = "module.sig_enforce=1"
}
