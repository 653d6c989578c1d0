/// What is to be done on a host now, in order, and what stands in the way of more.
///
/// A plan goes only as far as the facts reach: after its steps the facts are asked again, and the next plan goes on.
/// The host is as it should be when nothing is left to do.
package struct SetupPlan: Sendable, Equatable {
    package let steps: [SetupStep]
    package let blockers: [SetupBlocker]

    package static let nothing = SetupPlan(steps: [], blockers: [])

    package init(steps: [SetupStep], blockers: [SetupBlocker]) {
        self.steps = steps
        self.blockers = blockers
    }

    /// Decides what to do, from the facts alone.
    package static func steps(for facts: HostFacts, wish: SetupWish) -> SetupPlan {
        guard wish.mode != .asIs else { return .nothing }
        if let complaint = facts.lackOfRights {
            return SetupPlan(steps: [], blockers: [.noRights(complaint)])
        }
        if facts.cloudInit.value == .running {
            let step = SetupStep("cloud-init", because: "the first boot is not over", .awaitCloudInit)
            return SetupPlan(steps: [step], blockers: [])
        }
        guard let tools = facts.access.value?.tools,
            let distribution = Distribution(facts.system.value, tools: tools)
        else {
            return SetupPlan(
                steps: [],
                blockers: [.unknownDistribution(facts.system.value?.name ?? "a host that does not say")]
            )
        }
        var planning = SetupPlanning(facts: facts, wish: wish, distribution: distribution, tools: tools)
        planning.plan()
        return SetupPlan(steps: planning.steps, blockers: planning.blockers)
    }
}

extension HostFacts {
    /// Whether a rescue timer is left that nobody stopped.
    var hasRescueTimer: Bool { units.value?["ptp-verify-rescue.timer"]?.isActive == true }

    /// The first question that a plan rests on and that nobody answered.
    fileprivate var unanswered: (String, Absence)? {
        let questions: [(String, Absence?)] = [
            ("the kernel", kernel.absence), ("the interface", interface.absence), ("the driver", module.absence),
            ("the driver on disk", moduleFile.absence), ("the driver's switch", devlink.absence),
            ("the list of clocks", clocks.absence), ("the clock's symlink", symlink.absence),
            ("what outlives a reboot", persisted.absence), ("who keeps the time", units.absence),
            ("chrony's configuration", chronyFiles.absence), ("what was changed", changes.absence),
        ]
        for (what, absence) in questions {
            if case .noAnswer? = absence, let absence { return (what, absence) }
        }
        return nil
    }

    /// Why nothing can be changed, if so.
    fileprivate var lackOfRights: String? {
        switch access {
        case .known(let access): access.isRoot ? nil : access.complaint ?? "\(access.user) may not act as root"
        case .missing(let absence): "\(absence)"
        }
    }
}

/// A plan while it is made.
struct SetupPlanning {
    let facts: HostFacts
    let wish: SetupWish
    let distribution: Distribution
    let tools: Set<String>
    private(set) var steps: [SetupStep] = []
    private(set) var blockers: [SetupBlocker] = []

    init(facts: HostFacts, wish: SetupWish, distribution: Distribution, tools: Set<String>) {
        self.facts = facts
        self.wish = wish
        self.distribution = distribution
        self.tools = tools
    }

    /// Adds a step that needs others; those that are not planned, because they are done already, stop nothing.
    mutating func add(_ id: String, because reason: String, needs: Set<String> = [], _ action: SetupStep.Action) {
        // A timer that would start the host anew cuts everything short.
        let all = facts.hasRescueTimer && !steps.isEmpty ? needs.union([Self.rescueEnd]) : needs
        steps.append(SetupStep(id, because: reason, needs: all, action))
    }

    mutating func block(_ blocker: SetupBlocker) { blockers.append(blocker) }

    static let rescueEnd = "end-rescue"

    mutating func plan() {
        if facts.hasRescueTimer {
            add(Self.rescueEnd, because: "a rescue timer is left from a reload", .endRescue)
        }
        // What nobody answered is no reason to change anything.
        if let (what, absence) = facts.unanswered { return block(.unseen(what, absence)) }
        let need = driverNeed
        // Whoever is no machine of EC2, or cannot get the clock anyway, gets no packages either.
        if case .blocked = need, facts.ownClocks?.isEmpty != false { return addDriver(need) }
        addPackages(need)
        addDriver(need)
        // After a reload everything may be different, and without the clock's device chrony must not hear of it.
        guard !steps.contains(where: \.losesConnection), let clocks = facts.ownClocks, !clocks.isEmpty else { return }
        addSymlink(clocks)
        addChrony(clocks)
        addPacketTimestamping()
        // It tells more of a clock that is there; nothing is built on it.
        install("ethtool", [distribution.package(of: "ethtool")].filter { _ in !tools.contains("ethtool") })
    }

    /// Packages that are there for different ends are steps of their own: what is not to be had costs no more than it
    /// must.
    private mutating func addPackages(_ need: DriverNeed) {
        install("chrony-package", [distribution.package(of: "chronyd")].filter { _ in !tools.contains("chronyd") })
        install("packages", missingPackages(need))
    }

    mutating func install(_ id: String, _ packages: [String]) {
        guard !packages.isEmpty else { return }
        let list = packages.joined(separator: ", ")
        add(
            id,
            because: "\(list) \(packages.count == 1 ? "is" : "are") missing",
            .install(packages, with: distribution.packageManager)
        )
    }

    /// What the driver needs.
    private func missingPackages(_ need: DriverNeed) -> [String] {
        var wanted: [String] = []
        if need == .devlinkTool { wanted.append("devlink") }
        if need == .build { wanted += ["gcc", "make", "tar"] + (wish.bundle == nil ? ["curl"] : []) }
        var packages = wanted.filter { !tools.contains($0) }.map(distribution.package(of:))
        if need == .build, let compiler = facts.build.value?.missingCompiler,
            let package = distribution.package(ofCompiler: compiler)
        {
            packages.append(package)
        }
        if need == .build, facts.build.value?.hasHeaders != true, let kernel = facts.kernel.value {
            packages.append(distribution.headers(of: kernel))
        }
        return packages
    }
}
