import Files
import Orchestration
import SSH

/// Where a run takes place: a fleet, and the names that runs and processes have there.
package struct RunSite: Sendable {
    /// What the run launches into.
    package let fleet: Fleet
    /// The name of a run that starts now.
    let runID: String
    /// What the journal calls this process; always the same in a simulation, which is the same every time.
    let processID: Int
    /// What was found out about the site, for the plan.
    let facts: [RunPlan.EffectiveValue]
    /// The prices that were found out.
    let listed: ListedPrices
    private let audit: AuditLog?
    /// Opens instances that stay, if some may.
    private let spareKey: Secret?
    /// What is looked at before a launch; nothing where there is nothing to lose.
    private let account: EC2Account?
    private let environment: [String: String]
    /// What holds the site for one process, as long as it lives.
    private let hold: AppendOnlyFile?

    /// The site that a configuration asks for.
    ///
    /// - Throws: when it cannot be had; nothing has changed then.
    init(_ configuration: Configuration, environment: [String: String]) async throws {
        if let missing = configuration.missingProvider { throw missing }
        self.environment = environment
        guard configuration.provider.value == .ec2 else {
            hold = try SimulatedCloud.lock(configuration)
            let cloud = try SimulatedCloud(configuration)
            fleet = cloud.fleet.fleet
            runID = cloud.runID
            processID = 0
            facts = []
            listed = .none
            audit = nil
            spareKey = nil
            account = nil
            return
        }
        let wayIn = try await Self.wayIn(configuration, environment: environment)
        let site = try await EC2Site(configuration, environment: environment, wayIn: wayIn)
        fleet = site.fleet
        runID = RunSite.name(Surroundings.system())
        processID = ProcessEnvironment.processID
        listed = await site.listedPrices(configuration)
        facts = site.facts + listed.facts
        audit = site.audit
        if case .throwAway(let pair) = wayIn.key, configuration.keep != .none {
            spareKey = pair.privateFile
        } else {
            spareKey = nil
        }
        account = site.account
        hold = nil
    }

    /// Makes a run's directory its own: what is called goes there from now on, and the key of what stays.
    func settle(in directory: RunDirectory) throws {
        try audit?.write(to: "\(directory.path)/audit.jsonl")
        try spareKey?.reveal { try Files.write($0, to: "\(directory.path)/id_ed25519", readableBy: .owner) }
    }

    /// Looks at all that a run needs, before anything is made.
    ///
    /// - Returns: what is worth a note in the journal.
    /// - Throws: everything that prevents a launch, at once.
    func preflight(_ configuration: Configuration) async throws -> [String] {
        guard let account else { return [] }
        let preflight = Preflight(configuration, on: account, environment: environment, listed: listed)
        let verdict = PreflightVerdict(await preflight.findings())
        if let refusal = verdict.refusal { throw refusal }
        return verdict.notes
    }

    /// The way into instances; where there is none, that is one of all the problems that are told at once.
    private static func wayIn(_ configuration: Configuration, environment: [String: String]) async throws -> WayIn {
        do { return try WayIn(configuration, environment: environment) } catch {
            let account = try await EC2Account(configuration, environment: environment)
            let preflight = Preflight(configuration, on: account, environment: environment)
            throw PreflightVerdict(await preflight.findings()).refusal ?? error
        }
    }

    /// A name that no other run has, and that sorts by time.
    private static func name(_ surroundings: Surroundings) -> String {
        let moment = surroundings.clock.now.description.prefix(19).filter { $0 != ":" && $0 != "-" }
        let chance = String(surroundings.random.next() % 0x1_0000_0000, radix: 16)
        return "ec2-\(moment)Z-" + String(repeating: "0", count: 8 - chance.utf8.count) + chance
    }
}
