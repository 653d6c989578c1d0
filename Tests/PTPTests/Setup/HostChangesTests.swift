import Orchestration
import PTP
import PTPTesting
import Testing

@Suite struct HostChangesTests {
    @Test func `every line a host keeps is read back`() throws {
        let changes: [HostChanges.Change] = [
            .created(path: "/etc/modprobe.d/a b.conf"), .changed(path: "/etc/chrony.conf"),
            .unit(name: "systemd-timesyncd.service", file: "enabled", active: "active"),
            .installed(manager: "apt", name: "linux-headers-6.8.0-1024-aws"),
            .removed(manager: "apt", name: "systemd-timesyncd"), .switched(by: "module", was: false),
            .switched(by: "0000:00:05.0", was: true), .argument("ena.phc_enable=1"), .stamping(interface: "ens5"),
            .initramfs,
        ]
        #expect(try Self.read(changes.map { "\($0.line)\n" }.joined()) == changes)
        #expect(try Self.read("") == [])
        #expect(try Self.read("\n\ncreated /a") == [.created(path: "/a")])
    }

    @Test(arguments: ["created", "created ", "unit a b", "switched module 2", "removed apt", "stamping a b", "hello a"])
    func `a line that says nothing is an error with its place`(line: String) {
        #expect(throws: Unreadable("a change of ours", at: 11)) { try Self.read("created /a\n\(line)\n") }
    }

    @Test func `any bytes are changes or an error`() async throws {
        try await checkProperty("changes are read or refused", runs: 2_000) { generator in
            let scraps = [
                "created ", "changed ", "unit ", "switched ", "initramfs", "module", " ", "0", "\n", "/a", "é", "\u{0}",
                "-",
            ]
            return (0..<12).map { _ in scraps.randomElement(using: &generator) ?? "" }.joined()
        } refute: { text in
            guard let changes = try? Self.read(text) else { return nil }
            let again = try Self.read(changes.map { "\($0.line)\n" }.joined())
            return again == changes ? nil : "written and read: \(again)"
        }
    }

    private static func read(_ text: String) throws(Unreadable) -> [HostChanges.Change] {
        let bytes = Array(text.utf8)
        return try HostChanges(bytes.span).changes
    }
}
