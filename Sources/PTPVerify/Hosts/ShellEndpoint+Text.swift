import Shell

extension ShellEndpoint {
    /// How a host is named, in words.
    static let forms = "NAME, USER@NAME, NAME:PORT or [IPV6]:PORT"

    /// Reads what people call a host; what they leave out is as configured.
    init?(_ text: String, _ configuration: Configuration) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let user = parts.count == 2 ? String(parts[0]) : configuration.sshUser.value
        guard let place = parts.last, !place.isEmpty, !user.isEmpty else { return nil }
        let (host, port) = Self.split(place)
        guard !host.isEmpty, !host.hasPrefix("-"), !host.contains(where: \.isWhitespace) else { return nil }
        guard let port else {
            self.init(host: host, port: configuration.sshPort.value, user: user)
            return
        }
        guard let number = UInt16(port), number > 0 else { return nil }
        self.init(host: host, port: Int(number), user: user)
    }

    /// An IPv6 address has colons of its own; with a port it stands in brackets.
    private static func split(_ place: Substring) -> (host: String, port: Substring?) {
        if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
            let rest = place[place.index(after: end)...]
            return (String(place[..<end].dropFirst()), rest.isEmpty ? nil : rest.dropFirst())
        }
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), parts[1]) : (String(place), nil)
    }
}
