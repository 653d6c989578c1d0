/// The emulated EC2 of `fixtures/benchmarks/emulator.py`.
struct Emulator {
    static let python = ".venv/bin/python"

    private let servant: Servant

    /// Starts it and waits until it serves.
    init(instances: Int) throws(Child.Failure) {
        servant = try Servant([Self.python, "fixtures/benchmarks/emulator.py", "\(instances)"])
    }

    /// What a process needs to call it.
    var environment: [String] {
        [
            "PATH=/usr/bin:/bin", "HOME=/nonexistent", "AWS_ENDPOINT_URL=\(servant.address)", "AWS_REGION=eu-west-1",
            "AWS_DEFAULT_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=bench", "AWS_SECRET_ACCESS_KEY=bench",
            "AWS_EC2_METADATA_DISABLED=true",
        ]
    }

    /// Ends it.
    func end() { servant.end() }
}
