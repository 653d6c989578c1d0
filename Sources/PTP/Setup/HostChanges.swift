/// What we changed on a host, as the host itself remembers it: everything that `restore` undoes.
package struct HostChanges: HostOutput {
    /// Where it stands, one line per change, in the order in which they were made.
    package static let path = "/var/lib/ptp-verify/changes"

    package enum Change: Sendable, Equatable {
        /// A file that was not there before: `created PATH`.
        case created(path: String)
        /// A file that was there: `changed PATH`; what it held is kept below `/var/lib/ptp-verify/before`.
        case changed(path: String)
        /// A unit of systemd as it was: `unit NAME enabled|disabled|… active|inactive`.
        case unit(name: String, file: String, active: String)
        /// A package that was not there: `installed MANAGER NAME`.
        case installed(manager: String, name: String)
        /// The driver's switch as it was: `switched module|devlink 0|1`.
        case switched(by: String, was: Bool)
        /// Packet timestamping, which was off: `stamping INTERFACE`.
        case stamping(interface: String)
    }

    package let changes: [Change]

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var changes: [Change] = []
        var place = 0
        while let line = text.nextRawLine(from: &place) {
            // What was cut off while it was written down was not done yet.
            guard line.upperBound < text.count else { break }
            let line = text.trimmed(line)
            if line.isEmpty { continue }
            guard let change = Change(text, line) else { throw Unreadable("a change of ours", at: line.lowerBound) }
            changes.append(change)
        }
        self.changes = changes
    }
}

extension HostChanges.Change {
    fileprivate init?(_ text: Span<UInt8>, _ line: Range<Int>) {
        let verb = text.firstWord(line)
        let rest = text.trimmed(verb.upperBound..<line.upperBound)
        let words = text.text(rest).split(separator: " ").map(String.init)
        if text.equals(verb, "created"), text.starts(rest, with: "/") {
            self = .created(path: text.text(rest))
        } else if text.equals(verb, "changed"), text.starts(rest, with: "/") {
            self = .changed(path: text.text(rest))
        } else if text.equals(verb, "unit"), words.count == 3 {
            self = .unit(name: words[0], file: words[1], active: words[2])
        } else if text.equals(verb, "installed"), words.count == 2 {
            self = .installed(manager: words[0], name: words[1])
        } else if text.equals(verb, "switched"), words.count == 2, ["module", "devlink"].contains(words[0]),
            ["0", "1"].contains(words[1])
        {
            self = .switched(by: words[0], was: words[1] == "1")
        } else if text.equals(verb, "stamping"), words.count == 1 {
            self = .stamping(interface: words[0])
        } else {
            return nil
        }
    }
}
