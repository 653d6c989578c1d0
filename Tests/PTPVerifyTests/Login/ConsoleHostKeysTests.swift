import Orchestration
import PTPVerify
import SSH
import Shell
import Testing

/// Instances whose console says by which keys they are known.
@Suite struct ConsoleHostKeysTests {
    private let key = ThrowAwayKey(comment: "root@ip-10-0-0-7")
    private let endpoint = ShellEndpoint(host: "192.0.2.7", user: "ec2-user", hostID: "i-7")

    private func hostKey(_ pair: ThrowAwayKey) throws -> HostKey { try #require(HostKey(line: pair.authorizedKey)) }

    private func trust(_ console: String?) -> ConsoleHostKeys {
        ConsoleHostKeys(on: Surroundings.system().clock) { id in id == "i-7" ? console : nil }
    }

    private func console(_ lines: String...) -> String {
        """
        [    3.1] systemd[1]: Started sshd.service - OpenSSH server daemon.\r
        [   12.8] cloud-init[1620]: -----BEGIN SSH HOST KEY KEYS-----\r
        \(lines.joined(separator: "\r\n"))\r
        [   12.8] cloud-init[1620]: -----END SSH HOST KEY KEYS-----\r
        [   12.9] cloud-init[1620]: Cloud-init finished\r

        """
    }

    @Test(arguments: ["", "[   12.8] cloud-init[1620]: "])
    func `a key that the console shows is trusted, and no other of its kind`(prefix: String) async throws {
        let trust = trust(console("\(prefix)ecdsa-sha2-nistp256 AAAA junk", prefix + key.authorizedKey))
        #expect(
            await trust.judge(try hostKey(key), of: endpoint)
                == .trusted(because: "the instance has printed it on its console")
        )
        let other = await trust.judge(try hostKey(ThrowAwayKey(comment: "other")), of: endpoint)
        #expect(other == .refused(because: "the console of i-7 shows another key of this kind"))
    }

    @Test(arguments: [nil, "", "[ 3.1] still booting\n", "-----BEGIN SSH HOST KEY KEYS-----\n"])
    func `without its keys the first is accepted, and then no other`(console: String?) async throws {
        let trust = trust(console)
        guard case .trusted(let reason) = await trust.judge(try hostKey(key), of: endpoint) else {
            Issue.record("not even the first is accepted")
            return
        }
        #expect(reason.contains("nobody vouches"))
        guard case .refused = await trust.judge(try hostKey(ThrowAwayKey(comment: "other")), of: endpoint) else {
            Issue.record("another key is accepted later")
            return
        }
    }

    @Test func `of several boots the last one counts`() async throws {
        let old = ThrowAwayKey(comment: "old")
        let trust = trust(console(old.authorizedKey) + console(key.authorizedKey))
        guard case .trusted = await trust.judge(try hostKey(key), of: endpoint) else {
            Issue.record("the last key is refused")
            return
        }
        guard case .refused = await trust.judge(try hostKey(old), of: endpoint) else {
            Issue.record("the key of an earlier boot is accepted")
            return
        }
    }
}
