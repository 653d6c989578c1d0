import Foundation
import IntegrationSupport
import PTP
import Testing

/// Steps that write: whole files, lines between markers, lines made comments, and all of it undone.
@Suite struct FileStepTests {
    @Test(arguments: ScriptHost.shells) func `a file of ours is written once, noted, and goes again`(shell: String)
        async throws
    {
        let host = try ScriptHost(shell)
        try host.make("etc")
        let content = "it's \"$HOME\" `x` \\n %s\n\n"
        let action = SetupStep.Action.write(path: "\(host.path)/etc/new/deep/our file.conf", content: content)
        let first = try await host.run(action)
        #expect(first.code == 0, "\(first.words)")
        #expect(host.text("etc/new/deep/our file.conf") == content)
        #expect(host.mode("etc/new/deep/our file.conf") == 0o644)
        #expect(host.mode("etc/new") == 0o755)
        #expect(host.mode("state") == 0o700)
        let before = try host.tree("etc")
        let second = try await host.run(action)
        #expect(second.code == 0 && second.output.contains("so already"))
        #expect(try host.tree("etc") == before)
        let paths = ["new", "new/deep", "new/deep/our file.conf"].map { "\(host.path)/etc/\($0)" }
        #expect(try host.changes == paths.map { .created(path: $0) })
        try await Self.restore(host)
        #expect(try host.tree("etc").isEmpty)
        #expect(host.text("state/changes") == nil)
    }

    @Test(arguments: ScriptHost.shells) func `a file of others comes back byte for byte, with its mode`(shell: String)
        async throws
    {
        let host = try ScriptHost(shell)
        try host.make("etc")
        // Without a line break at its end, as people leave files.
        let text =
            "pool example.org\r\n  RefClock PHC /dev/ptp0 dpoll -3\ninclude /etc/chrony.d/*.conf\n# refclock\nkeyfile k"
        try host.directory.write(text, to: "etc/chrony.conf")
        try host.setMode(0o640, of: "etc/chrony.conf")
        let path = "\(host.path)/etc/chrony.conf"
        for action: SetupStep.Action in [
            .silence(path: path, lines: [2, 3, 4, 1]), .insert(path: path, content: "refclock PHC /dev/ptp_ena prefer"),
            .insert(path: path, content: "refclock PHC /dev/ptp_ena poll 0"),
        ] {
            for _ in 0..<2 {
                let end = try await host.run(action)
                #expect(end.code == 0, "\(end.words)")
            }
        }
        #expect(
            host.text("etc/chrony.conf") == """
                pool example.org\r
                # ptp-verify:   RefClock PHC /dev/ptp0 dpoll -3
                # ptp-verify: include /etc/chrony.d/*.conf
                # refclock
                keyfile k
                # ptp-verify begin
                refclock PHC /dev/ptp_ena poll 0
                # ptp-verify end

                """
        )
        #expect(host.mode("etc/chrony.conf") == 0o640)
        #expect(try host.changes == [.changed(path: path)])
        try await Self.restore(host)
        #expect(try host.tree("etc") == ["etc/chrony.conf": "416 \(text)"])
    }

    @Test func `a file behind a symlink is changed where it is`() async throws {
        let host = try ScriptHost()
        try host.make("usr")
        try host.directory.write("old\n", to: "usr/real.conf")
        try FileManager.default.createSymbolicLink(
            atPath: "\(host.path)/link.conf",
            withDestinationPath: "\(host.path)/usr/real.conf"
        )
        #expect(try await host.run(.insert(path: "\(host.path)/link.conf", content: "new")).code == 0)
        #expect(host.text("usr/real.conf")?.hasSuffix("new\n# ptp-verify end\n") == true)
        #expect(try host.changes == [.changed(path: "\(host.path)/usr/real.conf")])
        try await Self.restore(host)
        #expect(host.text("usr/real.conf") == "old\n")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: "\(host.path)/link.conf").hasSuffix("real.conf")
        )
    }

    @Test(arguments: ScriptHost.shells) func `a disk that fills up changes nothing`(shell: String) async throws {
        // In half kibibytes, or whole ones with bash; the complaints have to fit.
        for blocks in 1...4 {
            let host = try ScriptHost(shell)
            try host.make("etc")
            let text = String(repeating: "pool example.org\n", count: 400)
            try host.directory.write(text, to: "etc/chrony.conf")
            let limit = "trap '' XFSZ; ulimit -f \(blocks)"
            let end = try await host.run(.insert(path: "\(host.path)/etc/chrony.conf", content: "x"), after: limit)
            #expect(end.code != 0)
            #expect(end.complaints.contains("ptp-verify: could not "), "\(end.words)")
            #expect(try host.tree("etc") == ["etc/chrony.conf": "420 \(text)"])
            // Whatever was noted can be read, and undone.
            try await Self.restore(host)
            #expect(try host.tree("etc") == ["etc/chrony.conf": "420 \(text)"])
        }
    }

    @Test func `where nothing can be noted, nothing is changed`() async throws {
        let host = try ScriptHost()
        try host.make("etc")
        // Even root cannot make a directory below a file.
        try host.directory.write("", to: "state")
        let end = try await host.run(.write(path: "\(host.path)/etc/x", content: "x"))
        #expect(end.code == 1)
        #expect(end.complaints.contains("nothing was changed"), "\(end.words)")
        #expect(try host.tree("etc").isEmpty)
    }

    @Test func `a restore that was cut short goes on where it stopped`() async throws {
        for stop in 0...5 {
            let host = try ScriptHost()
            try host.make("etc")
            try host.directory.write("one\n", to: "etc/one")
            try host.directory.write("two\n", to: "etc/two")
            let before = try host.tree("etc")
            for name in ["one", "two"] {
                #expect(try await host.run(.insert(path: "\(host.path)/etc/\(name)", content: "line")).code == 0)
            }
            #expect(try await host.run(.write(path: "\(host.path)/etc/d/three", content: "3")).code == 0)
            try await Self.restore(host, atMost: stop)
            try await Self.restore(host)
            #expect(try host.tree("etc") == before)
        }
    }

    @Test(arguments: ScriptHost.shells) func `what is not undone is not forgotten`(shell: String) async throws {
        let host = try ScriptHost(shell)
        try host.make("etc")
        try host.directory.write("one\n", to: "etc/one")
        let (one, two) = ("\(host.path)/etc/one", "\(host.path)/etc/two")
        #expect(try await host.run(.insert(path: one, content: "line")).code == 0)
        #expect(try await host.run(.write(path: two, content: "2")).code == 0)
        #expect(try await host.run(.remove(path: two)).code == 0)
        let end = try await host.run(.forget)
        #expect(end.code == 1 && end.complaints.contains("left: changed \(one)"), "\(end.words)")
        #expect(!end.complaints.contains("created"))
        // Undone and made again: it counts again.
        #expect(try await host.run(.write(path: two, content: "2")).code == 0)
        #expect(try await host.run(.putBack(path: one)).code == 0)
        #expect(try await host.run(.forget).complaints.contains("left: created \(two)"))
        #expect(host.text("etc/one") == "one\n" && host.text("state/before\(one)") == "one\n")
        #expect(try await host.run(.remove(path: two)).code == 0)
        #expect(try await host.run(.forget).code == 0)
        #expect(host.text("state/changes") == nil)
    }

    @Test(arguments: ScriptHost.shells) func `what others wrote since stays when ours goes`(shell: String) async throws
    {
        let host = try ScriptHost(shell)
        try host.make("etc")
        try host.directory.write("refclock PHC /dev/ptp0\npool example.org\n", to: "etc/chrony.conf")
        let path = "\(host.path)/etc/chrony.conf"
        let insert = SetupStep.Action.insert(path: path, content: "refclock PHC /dev/ptp_ena")
        #expect(try await host.run(.silence(path: path, lines: [1])).code == 0)
        #expect(try await host.run(insert).code == 0)
        try host.directory.write((host.text("etc/chrony.conf") ?? "") + "server one\n", to: "etc/chrony.conf")
        // Also where we write once more, after others did.
        #expect(try await host.run(.insert(path: path, content: "refclock PHC /dev/ptp_ena poll 0")).code == 0)
        try host.directory.write((host.text("etc/chrony.conf") ?? "") + "server two\n", to: "etc/chrony.conf")
        let end = try await host.run(.putBack(path: path))
        #expect(end.code == 0 && end.output.contains("only what is ours goes"), "\(end.words)")
        #expect(
            host.text("etc/chrony.conf") == "refclock PHC /dev/ptp0\npool example.org\nserver one\nserver two\n"
        )
        #expect(try await host.run(insert).code == 0)
        try await Self.restore(host)
        #expect(host.text("etc/chrony.conf")?.hasSuffix("server one\nserver two\n") == true)
        #expect(try host.tree("etc").count == 1)
    }

    @Test(arguments: ScriptHost.shells) func `a file of ours that others changed is kept beside it`(shell: String)
        async throws
    {
        let host = try ScriptHost(shell)
        try host.make("etc")
        let path = "\(host.path)/etc/ours.conf"
        #expect(try await host.run(.write(path: path, content: "ours\n")).code == 0)
        try host.directory.write("ours\ntheirs\n", to: "etc/ours.conf")
        let end = try await host.run(.remove(path: path))
        #expect(end.code == 0 && end.output.contains("was changed since by somebody else"), "\(end.words)")
        #expect(host.text("etc/ours.conf") == nil)
        #expect(host.text("etc/ours.conf.ptp-verify-saved") == "ours\ntheirs\n")
    }

    @Test(arguments: ScriptHost.shells) func `a marker that is missing is no licence to delete`(shell: String)
        async throws
    {
        let host = try ScriptHost(shell)
        try host.make("etc")
        let path = "\(host.path)/etc/chrony.conf"
        for torn in [
            "# ptp-verify begin\nrefclock x\nserver corp\n", "server corp\n# ptp-verify end\n",
            "# ptp-verify begin\n# ptp-verify begin\nserver corp\n# ptp-verify end\n",
        ] {
            try host.directory.write(torn, to: "etc/chrony.conf")
            let end = try await host.run(.insert(path: path, content: "refclock PHC /dev/ptp_ena"))
            #expect(end.code == 1 && end.complaints.contains("a marker of ours is missing"), "\(end.words)")
            #expect(try host.tree("etc") == ["etc/chrony.conf": "420 \(torn)"])
        }
    }

    @Test(arguments: ScriptHost.shells) func `two steps never work at the same time`(shell: String) async throws {
        let host = try ScriptHost(shell)
        try host.make("etc")
        try host.directory.write("", to: "run.lock")
        let write = SetupStep.Action.write(path: "\(host.path)/etc/x", content: "x")
        let hold = "flock \(host.path)/run.lock sleep 30 & sleep 0.3"
        let impatient = host.script(write).replacingOccurrences(of: "patience=10", with: "patience=1")
        let path = ["PATH": "\(host.path)/bin:/usr/bin:/bin"]
        let script = "\(hold)\n(\(impatient)\n)\nstatus=$?\nkill $!\nexit $status"
        let end = try await host.directory.start(shell, ["-c", script], path).end()
        #expect(end.code == 1 && end.complaints.contains("another run is at work on this host"), "\(end.words)")
        #expect(try host.tree("etc").isEmpty)
    }

    /// Undoes what the host remembers, the first steps only if wanted.
    static func restore(_ host: ScriptHost, atMost most: Int = .max) async throws {
        let changes = HostChanges(try host.changes)
        for step in RestorePlan.steps(for: changes, facts: HostFacts()).prefix(most) {
            let end = try await host.run(step.action)
            #expect(end.code == 0, "\(step.id): \(end.words)")
        }
    }
}
