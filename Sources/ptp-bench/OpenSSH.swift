/// The tools of OpenSSH: each thing that they do is a process.
struct OpenSSH {
    private let directory: String

    init(_ server: borrowing Sshd) { directory = server.directory }

    /// Does a task so many times.
    func perform(_ task: String, _ count: Int) throws -> Doing {
        switch task {
        case "connect": return try times(count) { try run("ssh", "bench", "true") }
        case "upload":
            return try times(count) { try run("scp", "-q", "\(directory)/payload", "bench:\(directory)/uploaded") }
        default:
            _ = try run("ssh", "-M", "-N", "-f", "bench")
            defer { _ = try? run("ssh", "-q", "-O", "exit", "bench") }
            return try times(count) { try run("ssh", "bench", "exec sh -c true") }
        }
    }

    private func run(_ program: String, _ arguments: String...) throws -> Child {
        try Child.run(["/usr/bin/\(program)", "-F", "\(directory)/ssh_config"] + arguments, [])
    }

    private func times(_ count: Int, _ body: () throws -> Child) rethrows -> Doing {
        let children = try (0..<count).map { _ in try body() }
        return Doing(
            processorSeconds: children.reduce(0) { $0 + $1.processorSeconds },
            seconds: children.map(\.seconds)
        )
    }
}
