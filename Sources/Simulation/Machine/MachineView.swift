package import Orchestration
package import PTP
package import Shell

extension Machine {
    /// What the machine answers then.
    package func answer(_ probe: Probe, at now: Timestamp) -> CommandResult {
        MachineView(machine: advanced(to: now), now: now).answer(probe)
    }

    /// The samples that were taken once a second until then.
    package func answer(_ sampling: Sampling, at now: Timestamp) -> CommandResult {
        MachineView(machine: advanced(to: now), now: now).answer(sampling)
    }
}

/// What a simulated machine shows of itself at one moment.
struct MachineView {
    let machine: Machine
    let now: Timestamp

    /// Answers as a real host would, byte for byte but for the figures.
    func answer(_ probe: Probe) -> CommandResult {
        switch probe {
        case .system: .said(image.release)
        case .kernel: .said("Linux \(image.kernel) \(image.machine)\n")
        case .machine: .said(maker)
        case .boot: .said(bootID)
        case .access: access
        case .cloudInit: machine.tools.contains(.cloudInit) ? cloudInit : noSuchTool("cloud-init")
        case .secureBoot: .said(secureBoot)
        case .interface: interface
        case .module: module
        case .moduleFile: moduleFile
        case .driverInfo: machine.tools.contains(.ethtool) ? driverInfo : noSuchTool("ethtool")
        case .timestamping: asRoot(machine.tools.contains(.ethtool) ? timestamping : noSuchCommand("ethtool"))
        case .devlink: asRoot(machine.tools.contains(.devlink) ? devlink : noSuchCommand("devlink"))
        case .counters: counters
        case .clocks: .said(clocks)
        case .nodes: nodes
        case .symlink: symlink
        case .reading: reading
        case .errorBound: errorBound
        case .packetTimestamping: packetTimestamping
        case .persisted: .said(persisted)
        case .chronyVersion: chronyVersion
        case .units: units
        case .chronyFiles: chronyFiles
        case .chronyConfiguration: asRoot(chronyConfiguration)
        case .sources: chrony.sources
        case .statistics: chrony.statistics
        case .tracking: chrony.tracking
        case .chronyLog: asRoot(chronyLog)
        case .kernelLog: kernelLog
        case .build: build
        case .changes: asRoot(changes)
        }
    }

    var image: MachineImage { machine.image }

    /// The figures that are this machine's own.
    var chance: Chance { machine.chance }

    /// What chrony says; without its programs nobody says anything.
    var chrony: ChronyView { ChronyView(machine, at: now) }

    var isRoot: Bool { !machine.obstacles.contains(.password) }

    func asRoot(_ result: @autoclosure () -> CommandResult) -> CommandResult {
        isRoot ? result() : .complained("sudo: a password is required")
    }

    /// What the shell of this distribution says of a program that is not there.
    func noSuchTool(_ name: String) -> CommandResult {
        .complained(
            image.isDebianLike ? "sh: 4: \(name): not found" : "sh: line 4: \(name): command not found",
            status: 127
        )
    }

    /// What `sudo` says of a program that is not there.
    func noSuchCommand(_ name: String) -> CommandResult { .complained("sudo: \(name): command not found") }

    /// Figures change once a second, however often somebody asks.
    var second: Int64 { now.nanoseconds / 1_000_000_000 }
}
