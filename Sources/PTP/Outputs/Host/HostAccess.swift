/// Who we are on a host, and what it has.
package struct HostAccess: HostOutput {
    package let user: String
    /// Whether commands can be run as root.
    package let isRoot: Bool
    /// What `sudo` says to it, if not.
    package let complaint: String?
    /// The programs that are there.
    package let tools: Set<String>

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        let user = try text.value("user", from: &place)
        guard !user.isEmpty else { throw Unreadable("the name of a user", at: user.lowerBound) }
        self.user = text.text(user)
        let root = try text.value("root", from: &place)
        isRoot = try text.isYes(root)
        var complaint: String?
        var tools: Set<String> = []
        var isFirst = true
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.assignment(line) else {
                throw Unreadable("a program and its path", at: line.lowerBound)
            }
            if isFirst, text.equals(key, "complaint") {
                complaint = text.text(value)
            } else if !value.isEmpty {
                tools.insert(text.text(key))
            }
            isFirst = false
        }
        self.complaint = complaint
        self.tools = tools
    }
}

extension Span<UInt8> {
    /// What our scripts say of a fact that holds or does not.
    func isYes(_ value: Range<Int>) throws(Unreadable) -> Bool {
        if equals(value, "yes") { return true }
        guard equals(value, "no") else { throw Unreadable("yes or no", at: value.lowerBound) }
        return false
    }
}
