import Glibc

/// The emulated EC2 of `fixtures/benchmarks/emulator.py`, in a process that ends with this one.
struct Emulator {
    static let python = ".venv/bin/python"

    private let processID: pid_t
    /// What it says can be read here; and when this closes, it ends.
    private let line: Int32
    private let address: String

    /// Starts it and waits until it serves.
    init(instances: Int) throws(Child.Failure) {
        let (ours, its) = try Child.joinedSockets()
        let process = Child.spawn(
            [Self.python, "fixtures/benchmarks/emulator.py", "\(instances)"],
            ["PATH=/usr/bin:/bin"],
            input: its,
            output: its
        )
        close(its)
        line = ours
        processID = try process.get()
        address = Self.line(from: ours)
        guard address.hasPrefix("http") else {
            end()
            throw Child.Failure(description: "\(Self.python) fixtures/benchmarks/emulator.py: does not serve")
        }
    }

    /// What a process needs to call it.
    var environment: [String] {
        [
            "PATH=/usr/bin:/bin", "HOME=/nonexistent", "AWS_ENDPOINT_URL=\(address)", "AWS_REGION=eu-west-1",
            "AWS_DEFAULT_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=bench", "AWS_SECRET_ACCESS_KEY=bench",
            "AWS_EC2_METADATA_DISABLED=true",
        ]
    }

    /// Ends it.
    func end() {
        close(line)
        kill(processID, SIGTERM)
        _ = waitpid(processID, nil, 0)
    }

    private static func line(from descriptor: Int32) -> String {
        var text: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { text.append(byte) }
        return String(decoding: text, as: UTF8.self)
    }
}
