import Orchestration
import PTP
import Shell

/// What is the matter with one launched instance.
package enum LaunchFault: Sendable, Equatable {
    /// EC2 gives up on it before it runs.
    case diesWhileBooting
    /// Its SSH server never answers.
    case neverReachable
    /// Its SSH server answers and lets nobody in.
    case barred(LoginBarrier)
    /// It takes longer until it runs.
    case slowToBoot(Duration)
    /// It takes longer until its SSH server answers.
    case reachableLate(Duration)
    /// The host vanishes in the middle of its n-th command.
    case diesInCommand(Int)
    /// The host starts anew two seconds after the start of its n-th command.
    case rebootsInCommand(Int)
    /// Its n-th command never ends.
    case hangsInCommand(Int)
    /// Its commands take so many times longer.
    case slowCommands(Int)
    /// Its clock is not what one would expect.
    case clock(SimulatedClock)
}

/// Why nobody gets in although the SSH server answers; waiting changes nothing about it.
package enum LoginBarrier: String, Sendable, CaseIterable {
    /// The host does not know our key.
    case keyRefused = "key-refused"
    /// The host shows another key of its own than the one that we know.
    case otherHostKey = "other-host-key"

    func error(at endpoint: ShellEndpoint) -> ShellError {
        switch self {
        case .keyRefused:
            ShellError(.authenticationRefused, "\(endpoint.user)@\(endpoint.host): Permission denied (publickey)")
        case .otherHostKey:
            ShellError(.hostKeyMismatch, "the host key of \(endpoint.host) is not the one that we know")
        }
    }
}

/// What is to become of a launch: what chance decided, and then a fault.
struct LaunchPlan {
    var runningAt: Timestamp
    /// From running until the SSH server answers; `nil` for never.
    var login: Duration?
    var clock: SimulatedClock
    var trouble = CommandTrouble()
    var dies = false

    init(runningAt: Timestamp, login: Duration, clock: SimulatedClock) {
        self.runningAt = runningAt
        self.login = login
        self.clock = clock
    }

    mutating func apply(_ fault: LaunchFault) {
        switch fault {
        case .diesWhileBooting: dies = true
        case .neverReachable: login = nil
        case .barred(let barrier): trouble.barrier = barrier
        case .slowToBoot(let delay): runningAt = runningAt + delay
        case .reachableLate(let delay): login = login.map { $0 + delay }
        case .diesInCommand(let number): trouble.dyingIn = number
        case .rebootsInCommand(let number): trouble.rebootingIn = number
        case .hangsInCommand(let number): trouble.hangingIn = number
        case .slowCommands(let factor): trouble.slowness = factor
        case .clock(let clock): self.clock = clock
        }
    }
}

extension LaunchFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .diesWhileBooting: "dies while booting"
        case .neverReachable: "never reachable"
        case .barred(let barrier): "nobody gets in: \(barrier.rawValue)"
        case .slowToBoot(let delay): "boots \(delay) late"
        case .reachableLate(let delay): "reachable \(delay) late"
        case .diesInCommand(let number): "dies in command \(number)"
        case .rebootsInCommand(let number): "starts anew in command \(number)"
        case .hangsInCommand(let number): "hangs in command \(number)"
        case .slowCommands(let factor): "commands \(factor) times slower"
        case .clock(let clock): "clock \(clock.rawValue)"
        }
    }
}
