import Foundation
import IntegrationSupport
import PTP
import Shell

/// A directory in which steps' scripts run for real: what they keep stands in it, and programs that would change this
/// machine are stand-ins that note how they were called.
struct ScriptHost {
    static let shells = ["/bin/dash", "/bin/bash"].filter(FileManager.default.isExecutableFile(atPath:))

    let directory: Directory
    let shell: String
    /// As scripts write it.
    var path: String { directory.path.replacingOccurrences(of: "//", with: "/") }

    init(_ shell: String = "/bin/dash") throws {
        self.shell = shell
        directory = try Directory()
        try make("bin")
        // Nobody needs to be root for tests.
        try standIn("id", "[ \"$1\" = -u ] && echo 0 || echo root")
        let calls = "\(directory.path)/calls"
        for name in [
            "systemctl", "systemd-run", "udevadm", "depmod", "modprobe", "chronyc", "chronyd", "journalctl", "curl",
        ] {
            try standIn(name, "echo \"\(name) $*\" >>\(calls)")
        }
    }

    /// Puts a program in front of the machine's own.
    func standIn(_ name: String, _ script: String) throws {
        try directory.write("#!/bin/sh\n\(script)\n", to: "bin/\(name)")
        try setMode(0o755, of: "bin/\(name)")
    }

    func setMode(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(path)/\(name)")
    }

    func make(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }

    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    func mode(_ name: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)"))?[.posixPermissions] as? Int
    }

    /// How the stand-ins were called.
    var calls: [String] { (text("calls") ?? "").split(separator: "\n").map(String.init) }

    /// What the host remembers.
    var changes: [HostChanges.Change] {
        get throws {
            guard let text = text("state/changes") else { return [] }
            return try HostChanges(Array(text.utf8).span).changes
        }
    }

    /// The text of a step's command, with this directory's places.
    func script(_ action: SetupStep.Action) -> String {
        SetupStep("step", because: "a test wants it", action).command.text
            .replacingOccurrences(of: HostChanges.directory, with: "\(path)/state")
            .replacingOccurrences(of: "/boot/", with: "\(path)/boot/")
            .replacingOccurrences(of: "/run/ptp-verify", with: "\(path)/run")
    }

    /// Runs a step, after `before` in the same shell.
    func run(_ action: SetupStep.Action, after before: String = ":") async throws -> Child.End {
        let script = "\(before)\n\(script(action))"
        return try await directory.start(shell, ["-c", script], ["PATH": "\(path)/bin:/usr/bin:/bin"]).end()
    }

    /// Every file and directory but what the host keeps for `restore`, with modes and contents.
    func tree(_ name: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for item in FileManager.default.enumerator(atPath: "\(path)/\(name)")?.allObjects as? [String] ?? [] {
            let path = "\(name)/\(item)"
            found[path] = "\(mode(path) ?? -1) \(text(path) ?? "-")"
        }
        return found
    }
}
