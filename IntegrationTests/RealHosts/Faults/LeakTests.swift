import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import PTPVerify
import SSH
import Shell
import Testing

@Suite(.needsSSHServer) struct LeakTests {
    @Test func `many sessions leave nothing open behind`() async {
        await #expect(processExitsWith: .success) {
            let host = try await TestHost()
            _ = try await host.run("true")
            #expect(try await eventually { Census.now.threads < 40 })
            let before = Census.now
            do {
                let connector = try host.connecting()
                for _ in 0..<5 {
                    try await withThrowingTaskGroup { group in
                        for _ in 0..<40 {
                            group.addTask {
                                try await connector.withShell(to: host.endpoint) { shell in
                                    for _ in 0..<3 { _ = try await shell.run(Command("echo hello; sleep 0.01")) }
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                    // Few threads, however many sessions.
                    #expect(Census.now.threads <= before.threads + 4 + sysconf(Int32(_SC_NPROCESSORS_ONLN)))
                }
            }
            #expect(try await eventually { Census.now.isWithin(before) }, "\(before), then \(Census.now)")
            leave()
        }
    }

    @Test func `without descriptors this machine is unable, and recovers`() async {
        await #expect(processExitsWith: .success) {
            let host = try await TestHost()
            let connector = try host.connecting()
            _ = try await connector.withShell(to: host.endpoint) { try await $0.run(Command("true")) }
            var taken: [Int32] = []
            let before = Census.now.descriptors
            var limit = rlimit(rlim_cur: 128, rlim_max: 128)
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let fresh = try host.connecting()
            for connector in [connector, fresh] {
                for name in ["127.0.0.1", "localhost"] {
                    // Also what an earlier attempt has given back.
                    while case let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC), descriptor >= 0 {
                        taken.append(descriptor)
                    }
                    let error = try await saying {
                        try await shellError {
                            try await connector.withShell(to: host.endpoint(host: name)) { _ in }
                        }
                    }
                    #expect(error.kind == .unable, "\(error)")
                }
            }
            for descriptor in taken { close(descriptor) }
            for connector in [connector, fresh] {
                let result = try await saying {
                    try await connector.withShell(to: host.endpoint) { try await $0.run(Command("echo in")) }
                }
                #expect(result.output == "in\n")
            }
            // A connector that needs another thread hangs up a bell for it, which is two of them.
            #expect(Census.now.descriptors <= before + 6)
            leave()
        }
    }
}
