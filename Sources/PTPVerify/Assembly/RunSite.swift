import Files
import Orchestration
import SSH

/// Where a run takes place: a fleet, and the names that runs and processes have there.
package struct RunSite: Sendable {
    /// What the run has its machines from.
    package let fleet: Fleet
    /// The name of a run that starts now.
    let runID: String
    /// What the journal calls this process; always the same in a simulation, which is the same every time.
    let processID: Int
    private let environment: [String: String]
    /// What was found out about the site, for the plan.
    private(set) var facts: [RunPlan.EffectiveValue] = []
    /// The prices that were found out.
    private(set) var listed = ListedPrices.none
    private var audit: AuditLog?
    /// Opens instances that stay, if some may.
    private var spareKey: Secret?
    /// What is looked at before a launch; nothing where there is nothing to lose.
    private var account: EC2Account?
    /// What holds the site for one process, as long as it lives.
    private var hold: AppendOnlyFile?

    /// The site that a configuration asks for.
    ///
    /// - Throws: when it cannot be had; nothing has changed then.
    init(_ configuration: Configuration, environment: [String: String]) async throws {
        switch configuration.provider.value {
        case .simulated: try self.init(simulated: configuration, environment)
        case .hosts: try self.init(hosts: configuration, environment)
        case .ec2: try await self.init(ec2: configuration, environment)
        }
    }

    private init(simulated configuration: Configuration, _ environment: [String: String]) throws {
        let hold = try SimulatedCloud.lock(configuration)
        let cloud = try SimulatedCloud(configuration)
        fleet = cloud.fleet.fleet
        runID = cloud.runID
        processID = 0
        self.environment = environment
        self.hold = hold
    }

    private init(hosts configuration: Configuration, _ environment: [String: String]) throws {
        let surroundings = Surroundings.system()
        let hosts = configuration.hosts.value
        let connector = try SSHConnector(to: hosts, configuration, environment: environment, in: surroundings)
        self.init(Fleet(hosts: configuration, connector: connector, surroundings: surroundings), environment)
    }

    private init(ec2 configuration: Configuration, _ environment: [String: String]) async throws {
        let wayIn = try await Self.wayIn(configuration, environment: environment)
        let site = try await EC2Site(configuration, environment: environment, wayIn: wayIn)
        self.init(site.fleet, environment)
        listed = await site.listedPrices(configuration)
        facts = site.facts + listed.facts
        audit = site.audit
        if case .throwAway(let pair) = wayIn.key, configuration.keep != .none { spareKey = pair.privateFile }
        account = site.account
    }

    /// A site in the real world.
    private init(_ fleet: Fleet, _ environment: [String: String]) {
        self.fleet = fleet
        self.environment = environment
        runID = Self.name(fleet.environment, Surroundings.system())
        processID = ProcessEnvironment.processID
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
    private static func name(_ environment: String, _ surroundings: Surroundings) -> String {
        let moment = surroundings.clock.now.description.prefix(19).filter { $0 != ":" && $0 != "-" }
        let chance = String(surroundings.random.next() % 0x1_0000_0000, radix: 16)
        return "\(environment)-\(moment)Z-" + String(repeating: "0", count: 8 - chance.utf8.count) + chance
    }
}
