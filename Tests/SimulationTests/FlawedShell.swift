import Orchestration
import Shell
import Synchronization

/// What is wrong with a shell, each as somebody might write one.
enum Flaw: CaseIterable {
    case mixesStreams, trimsOutput, decodesOutput, dropsInput, dropsEnvironment, speaksNoC, cutsLongCommands
    case throwsForStatus, saysSignalsAsStatus, hidesTruncation, keepsEverything, sharesTheLimit, forgetsDuration
    case timesOutLate, timesOutAsLost, diesOfTimeouts, diesOfCancelling, cancelsAsLost, swapsAnswers
}

/// A shell that has one flaw and is otherwise as good as the one behind it.
final class FlawedShell: RemoteShell {
    private struct State {
        var isDead = false
        var last: CommandResult?
    }

    private let shell: any RemoteShell
    private let flaw: Flaw
    private let clock: any RunClock
    private let state = Mutex(State())

    var identity: HostIdentity? { shell.identity }

    init(_ shell: any RemoteShell, _ flaw: Flaw, on clock: any RunClock) {
        self.shell = shell
        self.flaw = flaw
        self.clock = clock
    }

    func run(_ command: Command) async throws(ShellError) -> CommandResult {
        if state.withLock(\.isDead) { throw ShellError(.connectionLost, "it died") }
        do throws(ShellError) {
            return try changed(try await shell.run(changed(command)), of: command)
        } catch {
            throw await changed(error)
        }
    }

    private func changed(_ command: Command) -> Command {
        func other(
            _ text: String? = nil,
            input: [UInt8]? = nil,
            environment: [String: String]? = nil,
            limit: Int? = nil
        ) -> Command {
            Command(
                text ?? command.text,
                timeout: command.timeout,
                input: input ?? command.input,
                environment: environment ?? command.environment,
                outputLimit: limit ?? command.outputLimit
            )
        }
        switch flaw {
        case .dropsInput: return other(input: [])
        case .dropsEnvironment: return other(environment: [:])
        case .speaksNoC: return other(environment: command.environment.merging(["LC_ALL": "de_DE.UTF-8"]) { $1 })
        case .cutsLongCommands: return other(String(command.text.prefix(32_768)))
        case .keepsEverything: return other(limit: 10 << 20)
        default: return command
        }
    }

    private func changed(_ result: CommandResult, of command: Command) throws(ShellError) -> CommandResult {
        func other(
            _ ending: CommandResult.Ending? = nil,
            output: [UInt8]? = nil,
            errorOutput: [UInt8]? = nil,
            isTruncated: Bool? = nil,
            duration: Duration? = nil
        ) -> CommandResult {
            CommandResult(
                ending ?? result.ending,
                output: output ?? result.outputBytes,
                errorOutput: errorOutput ?? result.errorBytes,
                isTruncated: isTruncated ?? result.isTruncated,
                duration: duration ?? result.duration
            )
        }
        switch flaw {
        case .mixesStreams: return other(output: result.outputBytes + result.errorBytes, errorOutput: [])
        case .trimsOutput: return other(output: Array(result.outputBytes.reversed().drop { $0 == 10 }.reversed()))
        case .decodesOutput: return other(output: Array(result.output.utf8))
        case .hidesTruncation: return other(isTruncated: false)
        case .forgetsDuration: return other(duration: .zero)
        case .sharesTheLimit:
            return other(errorOutput: Array(result.errorBytes.prefix(command.outputLimit - result.outputBytes.count)))
        case .throwsForStatus:
            guard result.isSuccess else { throw ShellError(.unable, "it failed") }
            return result
        case .saysSignalsAsStatus:
            guard case .killed = result.ending else { return result }
            return other(.exited(137))
        case .swapsAnswers:
            return state.withLock { state in
                defer { state.last = result }
                return state.last ?? result
            }
        default: return result
        }
    }

    private func changed(_ error: ShellError) async -> ShellError {
        switch (flaw, error.kind) {
        case (.timesOutLate, .commandTimedOut): try? await clock.sleep(for: .seconds(60))
        case (.diesOfTimeouts, .commandTimedOut), (.diesOfCancelling, .cancelled): state.withLock { $0.isDead = true }
        case (.timesOutAsLost, .commandTimedOut), (.cancelsAsLost, .cancelled):
            return ShellError(.connectionLost, "nobody knows why")
        default: break
        }
        return error
    }
}
