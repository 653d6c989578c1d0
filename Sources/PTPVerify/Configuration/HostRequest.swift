package import Orchestration
package import Shell

/// A machine that already runs, with what holds for it alone.
package struct HostRequest: Sendable, Hashable {
    /// How a host is named, in words.
    static let forms = "NAME, USER@NAME, NAME:PORT or [IPV6]:PORT"

    /// Its name or address.
    package var host: String
    package var user: String?
    package var port: Int?
    package var privateKeyPath: String?
    package var hostKeys: HostKeyChoice?
    package var knownHosts: String?
    /// What is expected of it, when it differs from the general `expect`.
    package var expect: Expectation?
    /// Where it stands, for what is said about it.
    package var source = SettingSource.default

    /// A host with nothing of its own.
    init(host: String) { self.host = host }

    /// Reads what people call a host; `nil` for what names none.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (host, port) = Self.split(parts[parts.count - 1][...])
        user = parts.count == 2 ? parts[0] : nil
        self.host = host
        self.port = port.flatMap { UInt16($0) }.map(Int.init)
        let isName = TextRule.name("").accepts
        guard ([host] + (user.map { [$0] } ?? [])).allSatisfy({ !$0.isEmpty && isName($0) }) else { return nil }
        guard port == nil || (self.port ?? 0) > 0 else { return nil }
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

    /// What it is called: as it may be named in a list.
    package var name: String {
        let place = port != nil && host.contains(":") ? "[\(host)]" : host
        return (user.map { "\($0)@" } ?? "") + place + (port.map { ":\($0)" } ?? "")
    }
}

extension HostRequest: CustomStringConvertible {
    /// Its name, and behind it what else it has of its own.
    package var description: String {
        let own = [
            privateKeyPath.map { "private_key_path \($0)" }, hostKeys.map { "host_keys \($0)" },
            knownHosts.map { "known_hosts \($0)" }, expect.map { "expect \($0.rawValue)" },
        ].compactMap(\.self)
        return own.isEmpty ? name : "\(name) (\(own.joined(separator: "; ")))"
    }
}

extension Configuration {
    /// The same with what one host has of its own.
    func adapted(to host: HostRequest) -> Configuration {
        var own = self
        if let user = host.user { own.sshUser.value = user }
        if let port = host.port { own.sshPort.value = port }
        if let path = host.privateKeyPath { own.privateKeyPath.value = path }
        if let choice = host.hostKeys { own.hostKeys.value = choice }
        if let path = host.knownHosts { own.knownHosts.value = path }
        return own
    }

    /// Where a host is reached, and as whom.
    package func endpoint(of host: HostRequest) -> ShellEndpoint {
        ShellEndpoint(host: host.host, port: host.port ?? sshPort.value, user: host.user ?? sshUser.value)
    }

    /// The host that somebody means: with what the configuration says of it, if it is one of its hosts.
    ///
    /// - Returns: `nil` for what names none.
    package func host(named text: String) -> HostRequest? {
        guard let named = HostRequest(text) else { return nil }
        let namesakes = hosts.value.filter { $0.host.lowercased() == named.host.lowercased() }
        let port = named.port ?? (namesakes.count == 1 ? nil : sshPort.value)
        guard var host = namesakes.first(where: { port == nil || endpoint(of: $0).port == port }) else { return named }
        host.user = named.user ?? host.user
        return host
    }
}
