package import Orchestration
package import PTP
package import Shell

/// What the steps of the set-up do on a simulated machine, as their scripts do on a real one.
extension Machine {
    /// Does a step and says what its script would print.
    package mutating func perform(_ action: SetupStep.Action, at now: Timestamp) -> CommandResult {
        advance(to: now)
        guard !obstacles.contains(.password) else { return .complained("sudo: a password is required") }
        switch action {
        case .awaitCloudInit: return .said(".\nstatus: done\n")
        case .install(let packages, let manager): return install(packages, with: manager, at: now)
        case .uninstall(let packages, let others, let manager):
            return uninstall(packages, installing: others, with: manager, at: now)
        case .write(let path, let content, _): return write(path, content)
        case .insert(let path, let content): return insert(path, content)
        case .silence(let path, let lines): return silence(path, lines)
        case .putBack(let path): return putBack(path)
        case .remove(let path): return remove(path)
        case .forget: return forget()
        case .rebuildInitramfs: return rebuildInitramfs()
        case .buildDriver(let release, let bundle): return build(release, bundle)
        case .reloadDriver: return startReload(at: now)
        case .switchDevlink(let address): return startSwitching(address, at: now)
        case .switchBack(let address): return startSwitchingBack(address, at: now)
        case .endRescue: return endRescue()
        case .addKernelArgument(let argument): return addArgument(argument)
        case .removeKernelArgument(let argument): return removeArgument(argument)
        case .reboot:
            agenda.append(Appointed(at: now + .seconds(2), what: .reboot))
            return .said("")
        case .enable(let unit): return enable(unit)
        case .stop(let unit): return stop(unit, at: now)
        case .putBackUnit(let name, let file, let active): return putBackUnit(name, file, active, at: now)
        case .triggerUdev: return triggerUdev()
        case .restartChrony: return restartChrony(at: now)
        case .stepClock: return stepClock(at: now)
        case .stampPackets(let interface): return stampPackets(interface, true)
        case .endStamping(let interface): return stampPackets(interface, false)
        }
    }

    /// How long a step takes that starts then.
    package func duration(of action: SetupStep.Action, at now: Timestamp) -> Duration {
        func some(_ range: ClosedRange<Int64>) -> Duration {
            chance.milliseconds(.command, now.nanoseconds / 1_000_000, in: range)
        }
        switch action {
        case .awaitCloudInit: return max(.zero, settledAt - now) + some(100...300)
        case .install, .uninstall:
            // Who installs packages waits for others who do, and longer for those who do not answer.
            let wait = max(.zero, packagesLockedUntil - now)
            return wait + (obstacles.contains(.noInternet) ? some(30_000...40_000) : some(8_000...25_000))
        case .buildDriver: return obstacles.contains(.noInternet) ? some(20_000...25_000) : some(35_000...90_000)
        case .rebuildInitramfs: return some(9_000...25_000)
        case .restartChrony: return some(1_200...2_200)
        case .endRescue: return some(300...1_300)
        case .addKernelArgument, .removeKernelArgument: return some(500...3_000)
        case .write, .insert, .silence, .putBack, .remove, .forget, .reloadDriver, .switchDevlink, .switchBack, .reboot,
            .enable, .stop, .putBackUnit, .triggerUdev, .stepClock, .stampPackets, .endStamping:
            return some(20...120)
        }
    }

    static func failed(
        _ message: String,
        after said: String = "",
        complaining complaint: String = ""
    ) -> CommandResult {
        CommandResult(exitStatus: 1, output: said, errorOutput: "\(complaint)ptp-verify: \(message)\n")
    }

    /// Notes a change, once.
    mutating func remember(_ change: String) {
        undone.remove(change)
        if !changes.contains(change) { changes.append(change) }
    }

    /// The change is undone, but a restore that is cut short has to know of it.
    mutating func undid(_ change: String) { undone.insert(change) }

    /// The change is undone, and nothing is left to do about it.
    mutating func drop(_ change: String) { changes.removeAll { $0 == change } }

    /// Notes that the initramfs is as new as what goes into it.
    static let renewed = "initramfs"

    private mutating func rebuildInitramfs() -> CommandResult {
        if !obstacles.contains(.otherInitramfs) { initramfs = DriverStart(driverOnDisk, files) }
        remember(Self.renewed)
        return .said("")
    }

    /// Packages may stay.
    private mutating func forget() -> CommandResult {
        let left = changes.filter {
            !undone.contains($0) && !$0.hasPrefix("installed ") && !$0.hasPrefix("removed ") && $0 != Self.renewed
        }
        guard left.isEmpty else {
            return Self.failed(
                "not all is as it was, so nothing was forgotten; left: \(left.joined(separator: "\n"))"
            )
        }
        (changes, undone, originals) = ([], [], FileTree())
        (written, whole) = (FileTree(), [])
        return .said("nothing of ours is left\n")
    }
}
