/// What we changed on a host, as the host itself remembers it: everything that `restore` undoes.
package struct HostChanges: HostOutput {
    /// Where all that we keep on a host stands.
    package static let directory = "/var/lib/ptp-verify"
    /// Where it stands, one line per change, in the order in which they were made.
    package static let path = "\(directory)/changes"
    /// Below it are files as they were before us.
    package static let before = "\(directory)/before"

    package enum Change: Sendable, Equatable {
        /// A file that was not there before: `created PATH`.
        case created(path: String)
        /// A file that was there: `changed PATH`; what it held is kept below `/var/lib/ptp-verify/before`.
        case changed(path: String)
        /// A unit of systemd as it was: `unit NAME enabled|disabled|… active|inactive`.
        case unit(name: String, file: String, active: String)
        /// A package that was not there: `installed MANAGER NAME`.
        case installed(manager: String, name: String)
        /// A package that had to give way: `removed MANAGER NAME`.
        case removed(manager: String, name: String)
        /// The driver's switch as it was: `switched module|ADDRESS 0|1`, the address being that of devlink.
        case switched(by: String, was: Bool)
        /// An argument that the kernel gets: `argument TEXT`.
        case argument(String)
        /// Packet timestamping, which was off: `stamping INTERFACE`.
        case stamping(interface: String)
        /// The initramfs was made anew since the last change to what goes into it: `initramfs`.
        case initramfs
    }

    package let changes: [Change]

    package init(_ changes: [Change]) { self.changes = changes }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var changes: [Change] = []
        var place = 0
        while let line = text.nextLine(from: &place) {
            guard let change = Change(line: text.text(line)) else {
                throw Unreadable("a change of ours", at: line.lowerBound)
            }
            changes.append(change)
        }
        self.changes = changes
    }
}

extension HostChanges.Change {
    /// Reads a line; paths are the rest of theirs, blanks and all.
    init?(line: String) {
        guard line != "initramfs" else {
            self = .initramfs
            return
        }
        guard let blank = line.firstIndex(of: " ") else { return nil }
        let rest = String(line[line.index(after: blank)...])
        let words = rest.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch (line[..<blank], words.count) {
        case ("created", 1...) where !rest.isEmpty: self = .created(path: rest)
        case ("changed", 1...) where !rest.isEmpty: self = .changed(path: rest)
        case ("unit", 3): self = .unit(name: words[0], file: words[1], active: words[2])
        case ("installed", 2): self = .installed(manager: words[0], name: words[1])
        case ("removed", 2): self = .removed(manager: words[0], name: words[1])
        case ("switched", 2) where ["0", "1"].contains(words[1]): self = .switched(by: words[0], was: words[1] == "1")
        case ("argument", 1...) where !rest.isEmpty: self = .argument(rest)
        case ("stamping", 1) where !rest.isEmpty: self = .stamping(interface: rest)
        default: return nil
        }
    }

    /// The line that the host keeps.
    package var line: String {
        switch self {
        case .created(let path): "created \(path)"
        case .changed(let path): "changed \(path)"
        case .unit(let name, let file, let active): "unit \(name) \(file) \(active)"
        case .installed(let manager, let name): "installed \(manager) \(name)"
        case .removed(let manager, let name): "removed \(manager) \(name)"
        case .switched(let by, let was): "switched \(by) \(was ? 1 : 0)"
        case .argument(let text): "argument \(text)"
        case .stamping(let interface): "stamping \(interface)"
        case .initramfs: "initramfs"
        }
    }
}
