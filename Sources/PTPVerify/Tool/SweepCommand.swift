import Files
import Orchestration
import SSH
import Shell
import Simulation

/// Removes what dead runs left behind.
struct SweepCommand {
    let tool: Tool
    let configuration: Configuration

    func perform(_ selection: SweepSelection, applies: Bool, asJSON: Bool) async throws -> Int {
        let (found, unreadable) = try await journals()
        let place: Place
        do { place = try await self.place(found, applies: applies) } catch {
            // Where nobody can look, what the journals know of may still be there.
            guard found.contains(where: { !$0.isAlive && !$0.history.ledger.leaks.isEmpty }) else { throw error }
            tool.console.complain("\(error)")
            tool.console.complain("Nothing was looked at, and journals know of things that may still be there.")
            return ExitCode.cleanupUnconfirmed
        }
        let scope = SweepScope(found.map { $0.sweepable(place.fleet) }, on: place.name)
        if applies { try refuseSharedMemory(scope.runs) }
        let elsewhere = (scope.spared + unreadable).filter { selection.includes($0.runID) }
        var account = SweepAccount(
            spared: elsewhere,
            isUnreadable: unreadable.contains { selection.includes($0.runID) }
        )
        do {
            try await sweep(scope.runs, selection, in: place, applies: applies, &account)
        } catch {
            // Whatever was in the way: what was to be found or removed may still be there.
            tool.console.complain("the sweep came to no end: \(error)")
            return ExitCode.cleanupUnconfirmed
        }
        if let runID = selection.runID { try refuseUnknown(runID, found, account) }
        tell(account, asJSON: asJSON)
        let isTold = applies ? try await remakeReports(of: account.plan) : true
        return account.exitCode == ExitCode.success && !isTold ? ExitCode.notAsExpected : account.exitCode
    }

    /// Where to look.
    private func place(_ found: [ReadJournal], applies: Bool) async throws -> Place {
        switch configuration.provider.value {
        case .hosts: return try hostPlace(found, applies: applies)
        case .ec2:
            let site = try await EC2Site(configuration, environment: tool.environment)
            if applies { try audit(site) }
            let name = CloudName(site.fleet.environment, site.facts)
            return Place(fleet: site.fleet, name: name, sweeper: Sweeper(site.provisioner))
        case .simulated: return try simulatedPlace(found)
        }
    }

    /// Machines that run already; whoever has nothing to undo there needs no way in.
    private func hostPlace(_ found: [ReadJournal], applies: Bool) throws -> Place {
        let (hosts, surroundings) = (configuration.hosts.value, Surroundings.system())
        let isNeeded = applies && found.contains { $0.cloud == .hosts && !$0.history.ledger.leaks.isEmpty }
        let connector: any ShellConnector =
            isNeeded
            ? try SSHConnector(to: hosts, configuration, environment: tool.environment, in: surroundings) : NoShell()
        let provisioner = HostListProvisioner(configuration, connector: connector, surroundings: surroundings)
        return Place(
            fleet: Fleet(hosts: configuration, connector: connector, surroundings: surroundings),
            name: .hosts,
            sweeper: Sweeper(provisioner, in: surroundings)
        )
    }

    /// A simulated cloud, whose time goes on where the youngest of its journals ended.
    private func simulatedPlace(_ found: [ReadJournal]) throws -> Place {
        let settings = configuration.plan(runID: "", environment: SimulatedFleet.environment).configuration
        let name = CloudName(SimulatedFleet.environment, settings)
        let youngest = found.filter { $0.cloud == name }.compactMap(\.history.lastAt).max()
        let simulated = try SimulatedCloud(configuration, notBefore: youngest).fleet
        return Place(fleet: simulated.fleet, name: name, sweeper: Sweeper(simulated.provisioner))
    }

    /// What a sweep calls is on record beside the runs: it may remove what no journal knows.
    private func audit(_ site: EC2Site) throws {
        let directory = configuration.reportDirectory.value
        _ = try Files.makeNewDirectory(directory)
        let moment = Surroundings.system().clock.now.description.prefix(19).filter { $0 != ":" && $0 != "-" }
        try site.audit.write(to: "\(directory)/sweep-\(moment)Z-\(ProcessEnvironment.processID).audit.jsonl")
    }

    private func sweep(
        _ runs: [SweepableRun],
        _ selection: SweepSelection,
        in place: Place,
        applies: Bool,
        _ account: inout SweepAccount
    ) async throws {
        let sweeper = place.sweeper
        let plan = try await place.fleet.perform { await outcome { try await sweeper.plan(runs, selection) } }.get()
        account.plan = plan
        guard applies else { return }
        let result = await place.fleet.perform { await outcome { try await sweeper.apply(plan, to: runs) } }
        account.result = try result.get()
    }

    private func tell(_ account: SweepAccount, asJSON: Bool) {
        guard !asJSON else { return tool.console.write(JSONValue.object(account.json).indented) }
        if configuration.provider.value == .simulated, configuration.simulationState.value == nil,
            !account.plan.items.isEmpty
        {
            tool.console.write(
                "The simulated clouds of these runs ended with their processes: nothing is left of them."
            )
        }
        for line in account.lines { tool.console.write(line) }
    }

    /// The journals of the report directory; one that cannot be read is no reason to leave the others alone.
    private func journals() async throws -> ([ReadJournal], [SweepPlan.Spared]) {
        var found: [ReadJournal] = []
        var unreadable: [SweepPlan.Spared] = []
        for directory in try RunDirectory.all(in: configuration.reportDirectory.value) {
            do {
                let journal = try await ReadJournal(directory)
                for oddity in journal.reader.oddities.inWords {
                    tool.console.complain("\(directory.journalPath): \(oddity)")
                }
                found.append(journal)
            } catch {
                unreadable.append(
                    SweepPlan.Spared(runID: directory.name, what: directory.journalPath, reason: "\(error)")
                )
            }
        }
        return (found, unreadable)
    }

    /// A name that nothing bears is a slip of the pen, and "nothing to do" would be the wrong answer to it.
    private func refuseUnknown(_ runID: String, _ found: [ReadJournal], _ account: SweepAccount) throws {
        let isKnown = found.contains { $0.directory.name == runID || $0.history.plan?.runID == runID }
        guard !isKnown, account.isEmpty else { return }
        throw RunError(
            .notFound,
            attempt: "sweep the run \(runID)",
            happened: "neither a journal nor anything in the cloud bears that name",
            next: "See the names with `ptp-verify sweep`."
        )
    }

    /// A living process keeps its simulated cloud in memory, and would undo whatever is changed beside it.
    private func refuseSharedMemory(_ runs: [SweepableRun]) throws {
        guard let state = configuration.simulationState.value, let living = runs.first(where: \.isAlive) else { return }
        throw RunError(
            .conflict,
            attempt: "sweep the simulated cloud in \(state)",
            happened: "the run \(living.runID) is alive and works on it",
            next: "Wait until it is over, or end it with `ptp-verify stop \(living.runID)`."
        )
    }

    private func remakeReports(of plan: SweepPlan) async throws -> Bool {
        let touched = Set((plan.items + plan.adopted + plan.departed).map(\.runID))
        var areAllWritten = true
        for run in try RunDirectory.all(in: configuration.reportDirectory.value) where touched.contains(run.name) {
            areAllWritten = tool.writeReports(of: try await run.read().history, into: run) && areAllWritten
        }
        return areAllWritten
    }
}

/// Where a sweep looks.
private struct Place {
    let fleet: Fleet
    /// Its name in journals.
    let name: CloudName?
    /// Finds what is left there.
    let sweeper: Sweeper
}

/// What an operation came to, for ways that carry no errors.
private func outcome<Success: Sendable>(
    _ operation: () async throws -> Success
) async -> Result<Success, any Error> {
    do { return .success(try await operation()) } catch { return .failure(error) }
}

/// A journal as far as it goes.
private struct ReadJournal {
    let directory: RunDirectory
    let isAlive: Bool
    let history: RunHistory
    let reader: JournalReader

    init(_ directory: RunDirectory) async throws {
        self.directory = directory
        // First alive, then the journal: what a run does afterwards, it does as a living one.
        isAlive = try directory.isAlive()
        (history, reader) = try await directory.read()
    }

    var cloud: CloudName? { history.plan.flatMap(CloudName.init) }

    func sweepable(_ fleet: Fleet) -> SweepableRun {
        let (directory, count, history) = (directory, reader.lastNumber, history)
        return SweepableRun(runID: directory.name, history: history, isAlive: isAlive) {
            try fleet.journal(FileJournal(directory.journalPath), after: count, history)
        }
    }
}
