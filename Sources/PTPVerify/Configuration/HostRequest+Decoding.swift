internal import YAML

extension SettingDecoder where Value == [HostRequest] {
    /// A text such as `host1,admin@host2:2222`, or a list of such items and of mappings.
    static let hosts = Self(
        decode: { node, decoding in
            guard let items = decoding.items(node) else { return nil }
            let before = decoding.problems.count
            let hosts = items.compactMap { decoding.host($0) }
            return decoding.problems.count == before ? hosts : nil
        },
        show: { $0.isEmpty ? "none" : $0.map(\.description).joined(separator: ",") }
    )
}

extension Decoding {
    private static let hostKeys = ["host", "user", "port", "private_key_path", "host_keys", "known_hosts", "expect"]

    fileprivate mutating func host(_ node: YAMLNode) -> HostRequest? {
        var host: HostRequest?
        switch node.content {
        case .scalar: host = text(node, name: "an item of \(key)").flatMap { named($0, at: node.mark) }
        case .mapping(let entries): host = self.host(entries, at: node.mark)
        case .sequence:
            refuse("an item of \(key) must be a text such as admin@host:2222 or a mapping, not a list", at: node.mark)
        }
        host?.source = place(node.mark)
        return host
    }

    private mutating func named(_ text: String, at mark: YAMLMark) -> HostRequest? {
        if let host = HostRequest(text) { return host }
        refuse("\(key): \(quoted(text)) is no host", at: mark, remedy: "name it as \(HostRequest.forms)")
        return nil
    }

    private mutating func host(_ entries: [YAMLEntry], at mark: YAMLMark) -> HostRequest? {
        var host = HostRequest(host: "")
        for entry in entries {
            switch entry.key {
            case "host": host.host = address(entry) ?? ""
            case "user": host.user = inside(entry, .text(.name("a user name")))
            case "port": host.port = inside(entry, .integer(1...65_535))
            case "private_key_path": host.privateKeyPath = inside(entry, .path)
            case "host_keys": host.hostKeys = inside(entry, .hostKeys)
            case "known_hosts": host.knownHosts = inside(entry, .path)
            case "expect": host.expect = inside(entry, .word)
            default: refuseUnknown(entry, among: Self.hostKeys)
            }
        }
        if !entries.contains(where: { $0.key == "host" }) {
            refuse("an item of \(key) has no host", at: mark, remedy: "add one, such as host: db1.example.com")
        }
        return host
    }

    /// A name or an address alone: all else has a key of its own.
    private mutating func address(_ entry: YAMLEntry) -> String? {
        guard let text = text(entry.value, name: entry.key) else { return nil }
        if let host = HostRequest(text), host.user == nil, host.port == nil { return host.host }
        let remedy = "user and port have keys of their own"
        refuse("host must be a name or an address, not \(quoted(text))", at: entry.value.mark, remedy: remedy)
        return nil
    }
}
