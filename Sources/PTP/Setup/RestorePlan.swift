/// How a host gets back to what it was before us.
package enum RestorePlan {
    /// Decides from what the host remembers, to the end: a restore that was cut short does it all again, but for the
    /// reload of the driver, which it does not need twice.
    ///
    /// - Parameter packages: whether packages that we installed go too.
    package static func steps(for facts: HostFacts, packages: Bool = false) -> SetupPlan {
        if case .notPermitted(let complaint) = facts.changes.absence {
            return SetupPlan(steps: [], blockers: [.noRights(complaint)])
        }
        guard let changes = facts.changes.value else {
            if case .notThere = facts.changes.absence { return SetupPlan(steps: rescueEnd(facts), blockers: []) }
            return SetupPlan(steps: [], blockers: [.unseen("what was changed", facts.changes.absence ?? .notAsked)])
        }
        return SetupPlan(steps: steps(for: changes, facts: facts, packages: packages), blockers: [])
    }

    /// Decides from what was changed.
    package static func steps(for changes: HostChanges, facts: HostFacts, packages: Bool = false) -> [SetupStep] {
        let changes = changes.changes
        let (chrony, others) = changes.reversed().partitioned(by: \.isChronyUnit)
        var steps = others.compactMap(step)
        let paths = changes.compactMap(\.path)
        let tools = facts.access.value?.tools ?? []
        if paths.contains(where: { $0.hasPrefix("/etc/modprobe.d/") || $0.contains("/lib/modules/") }),
            let tool = InitramfsTool.choice(tools)
        {
            steps.append(
                SetupStep("initramfs", because: "the driver's options are gone", .rebuildInitramfs(with: tool))
            )
        }
        if paths.contains(where: { $0.contains("/chrony") }), let unit = facts.nameOfChronyUnit {
            steps.append(
                SetupStep(
                    "chrony",
                    because: "its configuration is as it was",
                    needs: files,
                    .restartChrony(unit: unit)
                )
            )
        }
        // Where chrony did not run, it has run long enough.
        steps += chrony.compactMap(step)
        steps += switches(changes)
        if packages { steps += removals(changes) }
        // What is not as it was has to be remembered.
        steps.append(SetupStep("forget", because: "all is as it was", needs: Set(steps.map(\.id)), .forget))
        let first = rescueEnd(facts)
        return first
            + steps.map { step in
                SetupStep(step.id, because: step.reason, needs: step.needs.union(first.map(\.id)), step.action)
            }
    }

    /// The steps that give files back.
    private static let files: Set<String> = ["remove", "put-back"]

    /// Before all else: a rescue timer that is left would start the host anew, and cut everything short.
    private static func rescueEnd(_ facts: HostFacts) -> [SetupStep] {
        guard facts.hasRescueTimer else { return [] }
        return [SetupStep("end-rescue", because: "a rescue timer is left from a reload", .endRescue)]
    }

    private static func step(_ change: HostChanges.Change) -> SetupStep? {
        switch change {
        case .created(let path): SetupStep("remove", because: "\(path) was not there", .remove(path: path))
        case .changed(let path): SetupStep("put-back", because: "\(path) was changed", .putBack(path: path))
        case .unit(let name, let file, let active):
            SetupStep(
                "unit",
                because: "\(name) was \(file) and \(active)",
                .putBackUnit(name: name, file: file, active: active)
            )
        case .argument(let text):
            SetupStep("kernel-argument", because: "the kernel was given \(text)", .removeKernelArgument(text))
        case .stamping(let interface):
            SetupStep(
                "packet-timestamping",
                because: "\(interface) did not stamp packets",
                .endStamping(interface: interface)
            )
        case .switched, .installed, .removed, .initramfs: nil
        }
    }

    /// After chrony has let go of the clock.
    private static func switches(_ changes: [HostChanges.Change]) -> [SetupStep] {
        let switches = changes.compactMap { change -> SetupStep? in
            guard case .switched(let by, false) = change else { return nil }
            let address = by == "module" ? nil : by
            return SetupStep(
                "reload",
                because: "the driver's clock was switched off",
                needs: files.union(["chrony"]),
                .switchBack(address: address)
            )
        }
        return switches.flatMap {
            [
                $0,
                SetupStep(
                    "end-rescue",
                    because: "the reload has to be over before anything else",
                    needs: [$0.id],
                    .endRescue
                ),
            ]
        }
    }

    private static func removals(_ changes: [HostChanges.Change]) -> [SetupStep] {
        PackageManager.allCases.compactMap { manager in
            var installed: [String] = []
            var removed: [String] = []
            for change in changes {
                switch change {
                case .installed(manager.rawValue, let name): installed.append(name)
                case .removed(manager.rawValue, let name): removed.append(name)
                case .installed, .removed, .created, .changed, .unit, .switched, .argument, .stamping, .initramfs: break
                }
            }
            guard !(installed + removed).isEmpty else { return nil }
            return SetupStep(
                "packages",
                because: "\((installed + removed).joined(separator: ", ")): as it was",
                .uninstall(installed.reversed(), installing: removed, with: manager)
            )
        }
    }
}

extension [HostChanges.Change] {
    fileprivate func partitioned(by belongs: (Element) -> Bool) -> (those: Self, others: Self) {
        (filter(belongs), filter { !belongs($0) })
    }
}

extension HostChanges.Change {
    fileprivate var isChronyUnit: Bool {
        guard case .unit(let name, _, _) = self else { return false }
        return name.hasPrefix("chrony")
    }

    fileprivate var path: String? {
        switch self {
        case .created(let path), .changed(let path): path
        case .unit, .installed, .removed, .switched, .argument, .stamping, .initramfs: nil
        }
    }
}

extension HostFacts {
    /// chrony's unit, as systemd knows it.
    fileprivate var nameOfChronyUnit: String? {
        ["chronyd", "chrony"].first { units.value?[$0]?.isThere == true }
    }
}
