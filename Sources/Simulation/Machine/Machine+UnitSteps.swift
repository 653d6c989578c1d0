import Orchestration
import PTP
import Shell

/// Units of systemd, and chrony, which is checked before it is started anew.
extension Machine {
    /// A name without the ending that services may go without.
    private static func plain(_ unit: String) -> String {
        unit.hasSuffix(".service") ? String(unit.dropLast(".service".count)) : unit
    }

    private func isChrony(_ unit: String) -> Bool { ["chrony", "chronyd"].contains(Self.plain(unit)) }

    /// Notes how a unit is, the first time.
    private mutating func note(_ unit: String) {
        if let change = changes.first(where: { $0.hasPrefix("unit \(unit) ") }) { return remember(change) }
        let state: (isEnabled: Bool, isRunning: Bool)
        if isChrony(unit) {
            state = (chrony.isEnabled, chrony.since != nil)
        } else if let daemon = Daemons.Name(rawValue: Self.plain(unit)) {
            state = (daemons[daemon].isEnabled, daemons[daemon].isRunning)
        } else {
            state = (enabledUnits.contains(unit), false)
        }
        let active = chrony.failure != nil && isChrony(unit) ? "failed" : state.isRunning ? "active" : "inactive"
        remember("unit \(unit) \(state.isEnabled ? "enabled" : "disabled") \(active)")
    }

    mutating func enable(_ unit: String) -> CommandResult {
        note(unit)
        set(unit, enabled: true)
        return .said("")
    }

    mutating func stop(_ unit: String, at now: Timestamp) -> CommandResult {
        note(unit)
        set(unit, enabled: false)
        set(unit, running: false, at: now)
        return .said("")
    }

    mutating func putBackUnit(_ name: String, _ file: String, _ active: String, at now: Timestamp) -> CommandResult {
        if file == "enabled" || file == "disabled" { set(name, enabled: file == "enabled") }
        set(name, running: active == "active" || active == "activating", at: now)
        undid("unit \(name) \(file) \(active)")
        return .said("")
    }

    private mutating func set(_ unit: String, enabled: Bool) {
        if isChrony(unit) {
            chrony.isEnabled = enabled
        } else if let daemon = Daemons.Name(rawValue: Self.plain(unit)) {
            daemons[daemon].isEnabled = enabled
        } else {
            enabledUnits.removeAll { $0 == unit }
            if enabled { enabledUnits.append(unit) }
        }
    }

    private mutating func set(_ unit: String, running: Bool, at now: Timestamp) {
        if isChrony(unit) {
            guard running else { return chrony.stop(at: now) }
            if chrony.since == nil { startChrony(at: now) }
        } else if let daemon = Daemons.Name(rawValue: Self.plain(unit)) {
            daemons[daemon].isRunning = running
        }
    }

    // MARK: - chrony

    mutating func restartChrony(at now: Timestamp) -> CommandResult {
        guard tools.contains(.chronyd) else { return Self.failed("chronyd is not there") }
        if let problem = chronySetup.problem {
            if !revertChrony() { revertChrony(plainly: true) }
            return Self.failed(
                "chrony does not accept its configuration, the previous one is back: Fatal error : \(problem)"
            )
        }
        let unit = image.chronyUnit
        note(unit)
        chrony.isEnabled = true
        startChrony(at: now)
        guard let failure = chrony.failure else { return .said("\(unit) runs\n") }
        for isPlain in [false, true] where chrony.failure != nil {
            revertChrony(plainly: isPlain)
            startChrony(at: now)
        }
        let end = chrony.failure == nil ? "; it runs with the previous one" : ", nor with the previous one"
        return Self.failed("\(unit) did not start with its new configuration\(end)", after: "\(failure)\n")
    }

    /// chrony's files without us, and plainly as they were before us; whether that was possible.
    @discardableResult
    private mutating func revertChrony(plainly: Bool = false) -> Bool {
        var isDone = true
        let undone = undone
        for change in changes where change.has("/chrony") {
            let path = String(change.drop { $0 != " " }.dropFirst())
            if change.hasPrefix("created ") { _ = remove(path) }
            if change.hasPrefix("changed "), back(path, plainly: plainly) != nil { isDone = false }
        }
        self.undone = undone
        return isDone
    }

    mutating func stepClock(at now: Timestamp) -> CommandResult {
        guard chrony.since.map({ $0 <= now }) ?? false else {
            return Self.failed("chrony did not step the clock", after: "506 Cannot talk to daemon\n")
        }
        error = 0
        return .said("200 OK\n")
    }
}
