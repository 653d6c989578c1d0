import Foundation

/// What answers at the addresses of an emulator's instances: a machine for each that runs, made as soon as it is seen.
package actor EmulatedHosts<Machine: Sendable> {
    /// An instance that waits for its machine.
    package struct Instance: Decodable, Sendable {
        package let id: String
        package let type: String
        package let address: String
        fileprivate let data: String

        /// Whom it is told to let in.
        package var authorizedKey: String? {
            data.firstMatch(of: /ssh-ed25519 [A-Za-z0-9+\/=]+/).map { String($0.output) }
        }
    }

    /// Where all of them listen.
    package nonisolated let port: Int
    package private(set) var machines: [String: Machine] = [:]
    private let emulator: Emulator
    private let make: @Sendable (Instance, _ port: Int) async throws -> Machine

    package init(of emulator: Emulator, _ make: @escaping @Sendable (Instance, _ port: Int) async throws -> Machine)
        throws
    {
        self.emulator = emulator
        self.make = make
        port = try SSHServer.freePort("127.0.0.1")
    }

    /// Gives a machine to whatever is launched, until there are so many.
    package func follow(_ count: Int) async throws {
        while machines.count < count {
            for line in try await emulator.script("instances.py").split(separator: "\n") {
                let instance = try JSONDecoder().decode(Instance.self, from: Data(line.utf8))
                guard machines[instance.id] == nil, instance.authorizedKey != nil else { continue }
                machines[instance.id] = try await make(instance, port)
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Does something that launches so many, and gives them machines meanwhile.
    package nonisolated func follow(
        _ count: Int,
        during work: @Sendable @escaping () async throws -> Child.End
    ) async throws -> Child.End {
        try await withThrowingTaskGroup(of: Child.End?.self) { group in
            group.addTask {
                try await self.follow(count)
                return nil
            }
            group.addTask { try await work() }
            defer { group.cancelAll() }
            while let end = try await group.next() { if let end { return end } }
            throw CancellationError()
        }
    }
}
