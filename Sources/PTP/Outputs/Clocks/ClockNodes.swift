/// `ls -l /dev/ptp*`: nodes and symlinks.
package struct ClockNodes: HostOutput {
    package struct Node: Sendable, Equatable {
        /// Its path, such as `/dev/ptp_ena`.
        package let path: String
        /// What a symlink points to, as it is written.
        package let target: String?
        /// Such as `crw-------`.
        package let mode: String
        package let group: String
    }

    package let nodes: [Node]

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var nodes: [Node] = []
        var place = 0
        while let line = text.nextLine(from: &place) {
            guard let node = Node(text, line) else {
                throw Unreadable(
                    text.starts(line, with: "ls: cannot access")
                        ? "device nodes, of which there are none" : "a line of ls -l",
                    at: line.lowerBound
                )
            }
            nodes.append(node)
        }
        guard !nodes.isEmpty else { throw Unreadable("a line of ls -l", at: text.count) }
        self.nodes = nodes
    }
}

extension ClockNodes.Node {
    /// Reads `crw-------. 1 root root 245, 0 May 29 17:34 /dev/ptp0`: the last word is the path, in front of an arrow
    /// if there is one.
    init?(_ text: Span<UInt8>, _ line: Range<Int>) {
        guard text.isFileMode(text.firstWord(line)) else { return nil }
        var place = line.lowerBound
        let end = line.upperBound
        guard let mode = text.nextWord(from: &place, to: end),
            let links = text.nextWord(from: &place, to: end), text.count(links) != nil,
            text.nextWord(from: &place, to: end) != nil, let group = text.nextWord(from: &place, to: end)
        else { return nil }
        let arrow = text.place(of: " -> ", in: place..<end)
        let path = text.lastWord(place..<(arrow ?? end))
        let target = arrow.map { $0 + " -> ".utf8.count..<end }
        guard (text[mode.lowerBound] == UInt8(ascii: "l")) == (target != nil) else { return nil }
        if text.starts(path, with: "/dev/ptp") {
            self.path = text.text(path)
        } else {
            // As `ls -l /dev` has them: a device, or a symlink to one, which stands there and nowhere else.
            let isDevice = text[mode.lowerBound] == UInt8(ascii: "c")
            guard text.starts(path, with: "ptp"), isDevice ? text.isNode(path) : target.map({ text.isNode($0) }) == true
            else {
                return nil
            }
            self.path = "/dev/" + text.text(path)
        }
        self.target = target.map { text.text($0) }
        // A dot or a plus behind the ten letters tells of SELinux and access lists.
        self.mode = text.text(mode.lowerBound..<mode.lowerBound + 10)
        self.group = text.text(group)
    }
}

extension Span<UInt8> {
    /// Whether a name is that of a clock's device, such as `ptp0`.
    fileprivate func isNode(_ name: Range<Int>) -> Bool {
        guard name.count > 3, starts(name, with: "ptp") else { return false }
        return (name.lowerBound + 3..<name.upperBound).allSatisfy { self[$0].isDigit }
    }

    /// Whether a word is what `ls -l` begins its lines with.
    func isFileMode(_ word: Range<Int>) -> Bool {
        guard (10...11).contains(word.count), "bcdlps-".utf8.contains(self[word.lowerBound]) else { return false }
        return (word.lowerBound + 1..<word.lowerBound + 10).allSatisfy { "rwxstST-".utf8.contains(self[$0]) }
    }
}
