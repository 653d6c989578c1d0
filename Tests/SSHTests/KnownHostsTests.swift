import Crypto
import PTPTesting
import SSH
import Testing

@Suite struct KnownHostsTests {
    private let key: HostKey
    private let other: HostKey

    init() throws {
        key = try makeKey(1)
        other = try makeKey(2, .ecdsa256)
    }

    private func known(_ host: String, port: Int = 22, by lines: String...) -> [HostKey] {
        KnownHosts(lines.joined(separator: "\n"), path: "file").keys(of: host, port: port)
    }

    @Test(arguments: [
        ("example.com", "example.com", true), ("example.com", "EXAMPLE.com", true),
        ("Example.COM", "example.com", true),
        ("example.com", "example.org", false), ("example.com", "example.co", false),
        ("example.co", "example.com", false),
        ("a,example.com,b", "example.com", true), ("a,b", "example.com", false), (",,a,", "a", true), (",", "", false),
        ("*", "anything", true), ("*.example.com", "a.example.com", true), ("*.example.com", "a.b.example.com", true),
        ("*.example.com", "example.com", false), ("*.example.com", ".example.com", true), ("host?", "host1", true),
        ("host?", "host", false), ("host?", "host12", false), ("a*b*c", "aXXbXbXc", true), ("a*b*c", "aXXbXbX", false),
        ("a**c", "ac", true), ("?*?", "ab", true), ("?*?", "a", false), ("10.0.0.*", "10.0.0.17", true),
        ("*,!bad.example.com", "bad.example.com", false), ("!bad.example.com,*", "bad.example.com", false),
        ("*,!bad.*", "good.example.com", true), ("!bad.example.com", "good.example.com", false), ("!*,a", "a", false),
        ("2001:db8::1", "2001:DB8::1", true), ("::1", "::1", true), ("|1|bad", "bad", false), ("|1|||", "", false),
    ])
    func `names are matched as OpenSSH matches them`(pattern: String, host: String, isKnown: Bool) {
        #expect(known(host, by: "\(pattern) \(key.line)") == (isKnown ? [key] : []))
    }

    @Test(arguments: [
        ("host", 22, true), ("host", 2222, false), ("[host]:2222", 2222, true), ("[host]:2222", 22, false),
        ("[host]:2222", 2223, false), ("[host]:22", 22, false), ("[*]:2222", 2222, true), ("*", 2222, true),
        ("[HOST]:2222", 2222, true), ("[*]:*,![host]:2222", 2222, false), ("host:2222", 2222, false),
    ])
    func `a port that is not the usual one belongs to the name`(pattern: String, port: Int, isKnown: Bool) {
        #expect(known("host", port: port, by: "\(pattern) \(key.line)") == (isKnown ? [key] : []))
    }

    /// Written by `ssh-keygen -H`.
    @Test(arguments: [
        ("|1|wgVtrMppPxJpdNE6Onmi+vfcsFA=|AS9uXMhvR/0dlC4+DyQRwpbsK0Y=", "example.com", 22),
        ("|1|cQYy/ReL6BEo27VHDKY5HXKGu5g=|R6c95Qvx8hb8PFQJRpl3gHKw450=", "10.0.0.1", 22),
        ("|1|JQjotpXsCtr3+eEn9tUIsyJ4R0A=|EEH417jAXFErRHetlw51rX1WV30=", "example.com", 2222),
    ])
    func `hashed names are found`(pattern: String, host: String, port: Int) {
        let line = "\(pattern) \(key.line) a comment"
        #expect(known(host, port: port, by: line) == [key])
        #expect(known(host.uppercased(), port: port, by: line) == [key])
        #expect(known(host, port: port + 1, by: line).isEmpty)
        #expect(known("x\(host)", port: port, by: line).isEmpty)
    }

    @Test func `lines that say nothing are passed over, the others count`() throws {
        let content = [
            "", "   ", "# host \(other.line)", "#host \(other.line)", "host", "host ssh-ed25519",
            "host ssh-ed25519 !!!!",
            "host ssh-rsa \(Base64.encode(key.blob))", "host ssh-dss AAAAB3NzaC1kc3M=", "host 1024 35 1234567890",
            "@cert-authority * \(other.line)", "@unknown host \(other.line)", "@revoked", "@revoked host",
            "host \(String(key.line.dropLast(9)))", "\u{FEFF}host \(other.line)", "two, words \(other.line)",
            " \thost\t \(key.line)\t# a comment", "\0\u{1}\u{2}",
        ]
        for end in ["\n", "\r\n"] {
            let file = KnownHosts(content.joined(separator: end) + end, path: "file")
            #expect(file.keys(of: "host", port: 22) == [key])
            #expect(file.keys(of: "other", port: 22).isEmpty)
        }
    }

    @Test func `every key of a host is known, in the order of the file`() throws {
        let keys = try HostKey.Kind.allCases.enumerated().map { try makeKey(UInt8($0.offset), $0.element) }
        let lines = keys.map { "host \($0.line)" }.joined(separator: "\n")
        #expect(KnownHosts(lines, path: "file").keys(of: "host", port: 22) == keys)
    }

    @Test func `a revoked key is revoked where the line says so, whatever else the file says`() {
        let file = KnownHosts(
            """
            host,elsewhere \(key.line)
            @revoked host \(key.line)
            @revoked *.example.com \(other.line)
            """,
            path: "file"
        )
        #expect(file.isRevoked(key, of: "host", port: 22))
        #expect(!file.isRevoked(key, of: "elsewhere", port: 22) && !file.isRevoked(other, of: "host", port: 22))
        #expect(!file.isRevoked(key, of: "host", port: 2222))
        #expect(file.isRevoked(other, of: "a.example.com", port: 22))
        #expect(file.keys(of: "a.example.com", port: 22).isEmpty, "a revoked key does not make a host known")
    }

    @Test func `patterns are matched as their definition says`() async throws {
        let letters = Array("ab*?".utf8)
        try await checkProperty(
            "a pattern matches what it means",
            runs: 3_000,
            generate: { random in
                let pattern = (0..<Int.random(in: 1...7, using: &random)).map { _ in
                    letters[Int.random(in: 0..<4, using: &random)]
                }
                let name = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                    letters[Int.random(in: 0..<2, using: &random)]
                }
                return (pattern, name)
            },
            refute: { [key] (pattern: [UInt8], name: [UInt8]) in
                let text = String(decoding: pattern, as: UTF8.self)
                let file = KnownHosts("\(text) \(key.line)", path: "file")
                let isKnown = !file.keys(of: String(decoding: name, as: UTF8.self), port: 22).isEmpty
                let isMeant = isMeant(name[...], by: pattern[...])
                return isKnown == isMeant ? nil : "\(text) matches: \(isKnown)"
            }
        )
    }
}

/// The definition: a star is nothing, or something and a star.
private func isMeant(_ name: ArraySlice<UInt8>, by pattern: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    if first == UInt8(ascii: "*") {
        return isMeant(name, by: rest) || !name.isEmpty && isMeant(name.dropFirst(), by: pattern)
    }
    guard let letter = name.first, first == UInt8(ascii: "?") || first == letter else { return false }
    return isMeant(name.dropFirst(), by: rest)
}
