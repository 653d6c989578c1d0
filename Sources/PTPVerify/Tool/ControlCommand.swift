import Orchestration

/// Asks something of a run in another process.
struct ControlCommand {
    let tool: Tool
    let directory: RunDirectory

    func perform(_ request: RunDirectory.Request) throws -> Int {
        let attempt = "\(request.rawValue) the run in \(directory.path)"
        guard try directory.isAlive() else {
            throw RunError(
                .conflict,
                attempt: attempt,
                happened: "its process is gone",
                next: "See `ptp-verify status`, and `ptp-verify sweep` for what it may have left behind."
            )
        }
        try directory.request(request)
        tool.console.write("asked the run in \(directory.path) to \(request.rawValue); `ptp-verify status` shows it")
        return ExitCode.success
    }
}
