package import AWS
package import Orchestration
package import PTP
import Shell

/// An instance of the simulated cloud: what was asked for, and the moments at which something becomes of it.
///
/// Nothing happens to it by itself: what it is follows from the moment at which somebody looks.
package struct SimulatedInstance: Sendable, Equatable {
    /// How an instance goes.
    package struct Ending: Sendable, Equatable {
        /// When it starts to shut down.
        package let since: Timestamp
        /// When it is terminated.
        package let until: Timestamp
        /// Why, in EC2's words.
        package let reason: String
    }

    /// The moment of what does not happen.
    static let never = Timestamp(nanoseconds: .max)

    /// Its id.
    package let id: String
    /// What it was launched with.
    package let request: RunInstance
    /// Whether somebody else launched it.
    package let isForeign: Bool
    /// When it was launched.
    package let launchedAt: Timestamp
    /// When describe calls begin to know it.
    package let visibleFrom: Timestamp
    /// When it is up, as far as EC2 can tell.
    package let runningAt: Timestamp
    /// When its SSH server answers.
    package let reachableFrom: Timestamp
    /// Where it can be reached from inside.
    package let privateAddress: String
    /// Where it can be reached from outside.
    package let publicAddress: String
    /// What runs on it.
    package private(set) var machine: Machine
    /// What its clock is like.
    package let clock: SimulatedClock
    /// What goes wrong with logins and commands.
    package let trouble: CommandTrouble
    /// Its tags.
    package internal(set) var tags: [String: String]
    /// When it ends itself; `nil` once disarmed.
    package internal(set) var expiresAt: Timestamp?
    /// How it ends or will end, the dead man's switch aside.
    package internal(set) var toldToEnd: Ending?
    /// How many commands it was asked to run.
    package internal(set) var commands = 0
    /// What was done to its machine, which follows from this.
    package private(set) var deeds: [Deed] = []

    /// A step of the set-up, and when it was done.
    package struct Deed: Sendable, Equatable {
        package let at: Timestamp
        package let action: SetupStep.Action
    }

    /// Does a step.
    mutating func perform(_ action: SetupStep.Action, at now: Timestamp) -> CommandResult {
        deeds.append(Deed(at: now, action: action))
        return machine.perform(action, at: now)
    }
}

extension SimulatedInstance {
    /// How long EC2 goes on describing what is terminated.
    private static let afterlife = Duration.seconds(3600)

    /// When its network is up: from then on it refuses, because sshd starts a little later, or much.
    var answersFrom: Timestamp { min(reachableFrom, runningAt + .seconds(9)) + .seconds(-1) }

    /// The figures that are this instance's own.
    var chance: Chance { Chance(name: id) }

    /// Where it is in its life.
    package func state(at now: Timestamp) -> InstanceState {
        if let ending = ending(at: now) { return now < ending.until ? .shuttingDown : .terminated }
        return now < runningAt ? .pending : .running
    }

    /// How it is ending, once it does.
    package func ending(at now: Timestamp) -> Ending? {
        let told = toldToEnd.flatMap { $0.since <= now ? $0 : nil }
        guard let expiresAt, expiresAt <= now, told.map({ expiresAt < $0.since }) ?? true else { return told }
        return ending(from: expiresAt, reason: "Client.InstanceInitiatedShutdown: Instance initiated shutdown")
    }

    /// An ending that takes as long as this instance takes to shut down.
    func ending(from since: Timestamp, reason: String) -> Ending {
        Ending(since: since, until: since + chance.milliseconds(.shutdown, in: 5_000...40_000), reason: reason)
    }

    /// Starts to shut down now, unless it already does.
    mutating func end(at now: Timestamp, reason: String) {
        guard ending(at: now) == nil else { return }
        toldToEnd = ending(from: now, reason: reason)
    }

    /// Whether describe calls know it.
    package func isVisible(at now: Timestamp) -> Bool {
        now >= visibleFrom && !isForgotten(at: now)
    }

    /// Whether it has been terminated for so long that EC2 knows nothing of it.
    func isForgotten(at now: Timestamp) -> Bool {
        ending(at: now).map { now >= $0.until + Self.afterlife } ?? false
    }

    /// What EC2 says of it: of a terminated one, not much.
    package func description(at now: Timestamp) -> InstanceDescription {
        let state = state(at: now)
        let isThere = state != .terminated
        return InstanceDescription(
            id: id,
            type: request.type,
            state: state,
            stateReason: ending(at: now)?.reason,
            clientToken: request.clientToken,
            tags: tags,
            publicAddress: state == .running ? publicAddress : nil,
            privateAddress: isThere ? privateAddress : nil,
            zone: isThere ? zone : nil,
            imageID: request.imageID,
            subnetID: isThere ? request.subnetID : nil,
            placementGroupID: isThere ? request.placementGroupID : nil
        )
    }

    private var zone: String { Self.zone(ofSubnet: request.subnetID) }

    /// The zones of the simulated region.
    static let zones = ["us-east-1a", "us-east-1b", "us-east-1c"]

    /// Where a subnet is.
    static func zone(ofSubnet id: String) -> String { zones[Int(Chance(name: id).bits(.topology) % 3)] }
}

/// What goes wrong with logins to an instance and with its commands.
package struct CommandTrouble: Sendable, Equatable {
    /// Why nobody gets in, if so.
    package var barrier: LoginBarrier?
    /// The command in which the host vanishes, counted from 1.
    package var dyingIn: Int?
    /// The command that never ends, counted from 1.
    package var hangingIn: Int?
    /// The command in which the host starts anew, counted from 1.
    package var rebootingIn: Int?
    /// How many times longer than usual a command takes.
    package var slowness = 1

    /// Nothing goes wrong.
    package init() {}
}
