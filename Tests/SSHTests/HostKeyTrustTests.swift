import SSH
import Shell
import Testing

@Suite struct HostKeyTrustTests {
    private let key: HostKey
    private let other: HostKey
    private let endpoint = ShellEndpoint(host: "host", user: "me")

    init() throws {
        key = try makeKey(1)
        other = try makeKey(2, .rsa)
    }

    /// As `ssh-keygen -l` says it.
    @Test func `a fingerprint is what OpenSSH makes of a key`() throws {
        let blob = "AAAAC3NzaC1lZDI1NTE5AAAAIIH0AsLFsEAgm43LNVPpDJug8hk1hOgUXAIL4YGSxdhp"
        let key = try #require(HostKey(line: "ssh-ed25519 \(blob) a comment"))
        #expect(key.fingerprint == "SHA256:Ha0LZHpSWexBmJrkZjO65r+6hhL4/RwmN9BEmlkMDJg")
        #expect(key.kind == .ed25519)
        #expect(HostKey(line: "ssh-rsa \(blob)") == nil, "a line must not lie about the kind")
        for line in ["", "ssh-ed25519", "ssh-ed25519 AAAA", "host ssh-ed25519 \(blob)"] {
            #expect(HostKey(line: line) == nil)
        }
    }

    @Test func `only what was pinned is trusted`() {
        let trust = PinnedHostKeys([key.fingerprint])
        #expect(trust.judge(key, of: endpoint) == .trusted(because: "its fingerprint was given"))
        #expect(!trust.trusts(other, endpoint))
        #expect(!PinnedHostKeys([]).trusts(key, endpoint))
        #expect(!PinnedHostKeys([String(key.fingerprint.dropLast())]).trusts(key, endpoint))
        #expect(trust.preferredKinds(of: endpoint).isEmpty)
    }

    @Test func `who is in the file is trusted, and nobody else in his place`() throws {
        let trust = FiledHostKeys(KnownHosts("host \(key.line)\nhost \(other.line)", path: "/the/file"))
        #expect(trust.judge(key, of: endpoint) == .trusted(because: "it is in /the/file"))
        #expect(trust.trusts(other, endpoint))
        #expect(trust.preferredKinds(of: endpoint) == [.ed25519, .rsa])
        guard case .refused(let reason) = trust.judge(try makeKey(3), of: endpoint) else {
            Issue.record("a strange key is trusted")
            return
        }
        #expect(reason.contains("/the/file") && reason.contains(key.fingerprint) && reason.contains(other.fingerprint))
    }

    @Test func `who is not in the file is refused, unless newcomers are accepted`() {
        let elsewhere = ShellEndpoint(host: "elsewhere", user: "me")
        let known = KnownHosts("host \(key.line)", path: "/the/file")
        #expect(FiledHostKeys(known).judge(key, of: elsewhere) == .refused(because: "/the/file does not know it"))
        let open = FiledHostKeys(known, newcomers: AcceptedHostKeys())
        #expect(open.preferredKinds(of: elsewhere).isEmpty)
        #expect(open.trusts(other, elsewhere) && open.trusts(other, elsewhere))
        #expect(open.preferredKinds(of: elsewhere) == [.rsa])
        #expect(!open.trusts(key, elsewhere), "a newcomer stays the same")
        #expect(!open.trusts(other, endpoint), "a host of the file is no newcomer")
    }

    @Test func `a revoked key is refused, whoever else vouches for it`() {
        let known = KnownHosts("@revoked * \(key.line)\nhost \(key.line)", path: "/the/file")
        let reason = "/the/file says that this key is revoked"
        for host in ["host", "elsewhere"] {
            let verdict = FiledHostKeys(known, newcomers: AcceptedHostKeys())
                .judge(key, of: ShellEndpoint(host: host, user: "me"))
            #expect(verdict == .refused(because: reason))
        }
    }

    @Test func `who comes first is accepted, and from then on nobody else at that place`() {
        let trust = AcceptedHostKeys()
        #expect(trust.preferredKinds(of: endpoint).isEmpty)
        #expect(trust.trusts(key, endpoint) && trust.trusts(key, endpoint))
        #expect(trust.preferredKinds(of: endpoint) == [.ed25519])
        guard case .refused(let reason) = trust.judge(other, of: endpoint) else {
            Issue.record("another key is accepted")
            return
        }
        #expect(reason.contains(key.fingerprint) && reason.contains(other.fingerprint))
        #expect(trust.trusts(key, endpoint), "who was refused takes nobody's place")
        #expect(!trust.trusts(other, ShellEndpoint(host: "host", user: "somebody-else")), "the user does not matter")
    }

    @Test func `another port and another instance at the same address are other places`() {
        let trust = AcceptedHostKeys()
        #expect(trust.trusts(key, endpoint))
        #expect(trust.trusts(other, ShellEndpoint(host: "host", port: 2222, user: "me")))
        #expect(trust.trusts(other, ShellEndpoint(host: "host", user: "me", hostID: "i-1")))
        #expect(trust.trusts(key, ShellEndpoint(host: "host", user: "me", hostID: "i-2")))
        #expect(!trust.trusts(key, ShellEndpoint(host: "host", user: "me", hostID: "i-1")))
    }

    @Test func `of many who come at once, one is first`() async {
        let trust = AcceptedHostKeys()
        let accepted = await withTaskGroup { group in
            for number in 0..<50 as Range<UInt8> {
                group.addTask { [endpoint] in
                    guard let key = try? makeKey(number) else { return false }
                    return trust.trusts(key, endpoint)
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted == 1)
    }
}

extension PinnedHostKeys {
    fileprivate func trusts(_ key: HostKey, _ endpoint: ShellEndpoint) -> Bool { judge(key, of: endpoint).isTrust }
}

extension FiledHostKeys {
    fileprivate func trusts(_ key: HostKey, _ endpoint: ShellEndpoint) -> Bool { judge(key, of: endpoint).isTrust }
}

extension AcceptedHostKeys {
    fileprivate func trusts(_ key: HostKey, _ endpoint: ShellEndpoint) -> Bool { judge(key, of: endpoint).isTrust }
}

extension HostKeyVerdict {
    fileprivate var isTrust: Bool {
        guard case .trusted = self else { return false }
        return true
    }
}
