/// Where a request goes: an absolute address of HTTP or HTTPS.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// How the connection is made.
    public enum Scheme: String, Sendable {
        case http
        case https
    }

    /// How the connection is made.
    public let scheme: Scheme
    /// The host: a name, an IPv4 address, or an IPv6 address in brackets.
    public let host: String
    /// The port, where it is not that of the scheme.
    public let port: Int?
    /// The path as it is sent, at least "/".
    public var path: String
    /// The query as it is sent, without the question mark.
    public var query: String

    /// Names an address by its parts.
    public init(_ scheme: Scheme, host: String, port: Int? = nil, path: String = "/", query: String = "") {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }

    /// Reads an address; `nil` for one that is not absolute, not of HTTP, or carries a password.
    public init?(_ text: String) {
        guard let colon = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<colon.lowerBound].lowercased())
        else { return nil }
        let rest = text[colon.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[authority.endIndex...].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = Self.host(authority), !authority.contains("@") else { return nil }
        let path = target.first.map(String.init) ?? ""
        self.init(
            scheme,
            host: host.name,
            port: host.port,
            path: path.isEmpty ? "/" : path,
            query: target.dropFirst().first.map(String.init) ?? ""
        )
    }

    private static func host(_ authority: Substring) -> (name: String, port: Int?)? {
        let name = authority.first == "[" ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        let rest = authority.dropFirst(name.count)
        guard name.count > (authority.first == "[" ? 2 : 0), authority.hasPrefix(name) else { return nil }
        guard !rest.isEmpty else { return (String(name), nil) }
        guard rest.first == ":", let port = Int(rest.dropFirst()), (1...65535).contains(port) else { return nil }
        return (String(name), port)
    }

    /// What the `Host` header says: the port only where it is not that of the scheme.
    public var authority: String {
        guard let port, port != (scheme == .https ? 443 : 80) else { return host }
        return "\(host):\(port)"
    }

    public var description: String { "\(scheme.rawValue)://\(authority)\(path)" + (query.isEmpty ? "" : "?\(query)") }
}
