import Foundation
import IntegrationSupport

/// A stand-in that the built tool sets up, verifies and restores.
struct ToolHost: Sendable {
    let host: StandInHost
    private var machine: HostStandIn { host.machine }

    /// Network and boot come back quickly: what waits for them is the same.
    init(_ distribution: StandInDistribution = .amazonLinux2023, _ settings: StandInSetting...) async throws {
        let delays = [StandInSetting("network_delay", "0.2"), StandInSetting("boot_delay", "0.2")]
        host = try await StandInHost(distribution, delays + settings)
    }

    /// What it is called in lists of hosts.
    var name: String { "\(machine.user)@\(machine.address):\(machine.port)" }

    /// Starts the tool for it.
    func start(_ words: [String], _ variables: [String: String] = [:], in directory: Directory) throws -> Child {
        let base = [
            "PTP_HOSTS": name, "PTP_DRIVER": "auto", "PTP_RESTORE": "no", "PTP_HOST_KEYS": "accept-new",
            "PTP_SAMPLES": "2", "PTP_PRIVATE_KEY_PATH": host.keyFile, "PTP_LOGIN_TIMEOUT_SECONDS": "30",
        ]
        return try directory.start(Binaries.tool, words, base.merging(variables) { $1 })
    }

    /// Sets it up and verifies it.
    ///
    /// - Parameters:
    ///   - directory: where its run is to stay; nowhere without one.
    ///   - meanwhile: what else happens while the tool is at work.
    func verify(
        _ variables: [String: String] = [:],
        in directory: Directory? = nil,
        meanwhile: (Child) async throws -> Void = { _ in }
    ) async throws -> Verification {
        let directory = try directory ?? Directory()
        let child = try start(["run"], variables, in: directory)
        try await meanwhile(child)
        let end = await child.end()
        return try await Verification(end, in: directory)
    }

    /// Undoes all that was done there.
    func restore() async throws -> Child.End {
        let directory = try Directory()
        defer { withExtendedLifetime(directory) {} }
        return try await start(["restore", name, "--packages"], in: directory).end()
    }

    /// Everything there that a set-up may change: files with their modes, links and contents, packages, units, the
    /// driver and its clock.
    func state() async throws -> [String] {
        let end = try await machine.run(
            """
            cd /
            files="etc boot usr/lib/modules usr/lib/systemd/system usr/lib/udev/rules.d var/lib/ptp-verify"
            find $files -printf '%p %M %u:%g %l\n' 2>&1
            find $files -type f -exec sha256sum {} + 2>&1
            cut -d ' ' -f 1 /var/lib/stand-in/packages
            for unit in chronyd chrony systemd-timesyncd ptp-verify-rescue.timer ptp-verify-reload.timer; do
              echo "$unit: $(systemctl is-enabled $unit 2>&1) $(systemctl is-active $unit)"
            done
            grep -H . /sys/module/ena/version /sys/module/ena/parameters/* 2>&1
            ls -d /dev/ptp* /run/ptp-verify 2>&1
            """
        )
        return end.output.split(separator: "\n").map(String.init).sorted()
    }
}
