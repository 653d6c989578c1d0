import Foundation
import IntegrationSupport

/// What answers at the addresses of an emulator's instances: a stand-in for each that runs, made as soon as it is seen.
actor EmulatedHosts {
    private struct Instance: Decodable {
        let id: String
        let type: String
        let address: String
        let data: String
    }

    /// Where all of them listen.
    let port: Int
    private let emulator: Emulator
    private let typesWithClock: Set<String>
    private(set) var machines: [String: HostStandIn] = [:]

    init(of emulator: Emulator, withClock types: Set<String>) throws {
        self.emulator = emulator
        typesWithClock = types
        port = try SSHServer.freePort("127.0.0.1")
    }

    /// Gives a machine to whatever is launched, until there are so many.
    func follow(_ count: Int) async throws {
        while machines.count < count {
            for line in try await emulator.script("instances.py").split(separator: "\n") {
                let instance = try JSONDecoder().decode(Instance.self, from: Data(line.utf8))
                guard machines[instance.id] == nil, let key = Self.key(in: instance.data) else { continue }
                machines[instance.id] = try await HostStandIn(
                    .amazonLinux2023,
                    [StandInSetting("network_delay", "0.2"), StandInSetting("instance_type", instance.type)]
                        + (typesWithClock.contains(instance.type) ? [] : [.noClock]),
                    authorizedKeys: [key],
                    address: instance.address,
                    port: port
                )
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Whom an instance is told to let in.
    private static func key(in userData: String) -> String? {
        userData.firstMatch(of: /ssh-ed25519 [A-Za-z0-9+\/=]+/).map { String($0.output) }
    }
}
