import Orchestration

/// What stands in for real hardware in a run.
enum Pretence: String {
    /// All of it is computed.
    case simulated
    /// A machine, or a cloud, is made of software.
    case emulated

    /// What its evidence is worth.
    static let worth = "proves nothing about real hardware"
}

extension RunPlan {
    /// What stands in for real hardware, as far as the plan says so; `nil` where nothing does.
    var pretence: Pretence? {
        if environment == Pretence.simulated.rawValue { return .simulated }
        return configuration.contains { $0.key == Self.foreignEndpointFact } ? .emulated : nil
    }
}

extension CaseHistory {
    /// What stands in for real hardware, as the machine says of itself; `nil` where it says nothing like that.
    var pretence: Pretence? { machine?.isEmulated == true ? .emulated : nil }
}

extension RunHistory {
    /// What stands in for real hardware, as the evidence says.
    ///
    /// One emulated machine is enough: who trusts a report trusts all of it.
    var pretence: Pretence? { plan?.pretence ?? cases.indices.lazy.compactMap { cases[$0].pretence }.first }

    /// What the evidence is of: `simulated`, `emulated`, or what the plan's provider has to offer.
    var provenance: String? { pretence?.rawValue ?? plan?.environment }
}

extension RunReport {
    /// What stands in for real hardware, as the evidence says.
    var pretence: Pretence? { history.pretence }

    /// Whether the evidence comes from a simulation and proves nothing about real hardware.
    public var isSimulated: Bool { pretence == .simulated }

    /// What the evidence is of: `simulated`, `emulated`, or what the plan's provider has to offer.
    public var environment: String? { history.provenance }

    /// What this run could not show, whatever it found.
    var blindSpots: [BlindSpot] {
        let names = Set([pretence?.rawValue, history.plan?.environment].compactMap(\.self))
        return BlindSpot.all.filter { $0.conditions.isSubset(of: names) }
    }
}

/// Something that runs of a kind cannot show.
struct BlindSpot: CustomStringConvertible {
    /// The pretence and the provider that it comes with.
    fileprivate let conditions: Set<String>
    /// In few words.
    let what: String
    private let reason: String

    private init(_ conditions: Set<String>, _ what: String, _ reason: String) {
        self.conditions = conditions
        self.what = what
        self.reason = reason
    }

    var description: String { "\(what): \(reason)" }

    fileprivate static let all = [
        BlindSpot(["simulated"], "real hardware", "cloud, kernel, driver, chrony and network are computed"),
        BlindSpot(["emulated"], "real hardware", "a machine or the cloud of this run is made of software"),
        BlindSpot(["emulated"], "the quality of a real clock", "what is wrong with an emulated one is made up"),
        BlindSpot(["emulated"], "ENA's own driver and its build", "another one may stand in for it"),
        BlindSpot(["emulated"], "the pace of an instance", "how long things take is up to whoever emulates"),
        BlindSpot(["emulated"], "architectures other than x86_64", "the clock lab has no other"),
        BlindSpot(["emulated", "ec2"], "launch, placement and termination by EC2", "not all that answered was EC2"),
        BlindSpot(["hosts"], "launch, placement and termination", "the machines ran before"),
    ]
}
