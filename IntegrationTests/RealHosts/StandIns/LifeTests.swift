import Foundation
import IntegrationSupport
import Shell
import Testing

/// Machines come quickly, many at once, and leave nothing, however they end.
@Suite(.needsStandIn, .onOwnThreads) struct LifeTests {
    @Test func `many machines at once are each their own`() async throws {
        let boots = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<12 {
                group.addTask {
                    let name = "host-\(number)"
                    let host = try await StandInHost(.amazonLinux2023, StandInSetting("host_name", name))
                    let answer = try await host.output("uname -n && cat /proc/sys/kernel/random/boot_id")
                    await host.machine.stop()
                    #expect(answer.hasPrefix(name + "\n"))
                    return String(answer.dropFirst(name.count + 1))
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(boots.count == 12)
    }

    @Test func `a machine that is stopped leaves no process and no mount`() async throws {
        let host = try await StandInHost()
        _ = try await host.output("nohup sleep 1000 >/dev/null 2>&1 & sudo -n systemd-run --on-active=1000 true")
        let mounts = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        #expect(!mounts.contains("/.usr/upper"), "what is mounted there is not seen here")
        let processes = host.machine.processes
        #expect(processes.count > 3)
        await host.machine.stop()
        #expect(processes.allSatisfy { kill($0, 0) != 0 })
    }

    @Test func `a machine ends with the process that started it`() async throws {
        let directory = try Directory(holdsSecrets: true)
        try directory.write("address=127.63.0.1\nport=\(try SSHServer.freePort("127.63.0.1"))\n", to: "settings")
        for name in ["authorized_keys", "lifeline"] { try directory.write("", to: name) }
        let start = "\(HostStandIn.program) start \(directory.path) 3>&-"
        let owner = try directory.start(
            "/bin/sh",
            ["-c", "exec 3<lifeline && flock 3 && { \(start) & echo started $!; exec sleep 1000; }"]
        )
        defer { owner.send(SIGKILL) }
        let machine = try #require(Int32(try await owner.says(#/started ([0-9]+)/#)))
        _ = try await owner.says(#/Server (listening) on/#)
        let first = try #require(HostStandIn.children(of: machine).first)
        let processes = HostStandIn.processes(asIn: first)
        #expect(processes.count > 1)
        owner.send(SIGKILL)
        #expect(try await eventually { processes.allSatisfy { kill($0, 0) != 0 } })
    }
}
