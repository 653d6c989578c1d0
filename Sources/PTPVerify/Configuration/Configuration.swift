package import Orchestration
package import PTP
package import Reports

/// The effective settings of a run; every value knows where it comes from.
package struct Configuration: Sendable {
    package var file = Setting<String?>(nil)
    package var provider = Setting(ProviderKind.simulated)
    package var instanceTypes = Setting<[InstanceTypeRequest]>([])
    package var hosts = Setting<[HostRequest]>([])
    package var subnetIDs = Setting<[String]>([])
    package var region = Setting<String?>(nil)
    package var profile = Setting<String?>(nil)
    package var keyName = Setting<String?>(nil)
    package var privateKeyPath = Setting<String?>(nil)
    package var amiID = Setting<String?>(nil)
    package var sshUser = Setting("ec2-user")
    package var sshPort = Setting(22)
    /// How long a host may take until one can log in; `nil`: what is usual for its type.
    package var loginTimeoutSeconds = Setting<Int?>(nil)
    package var hostKeys = Setting(HostKeyChoice.auto)
    package var knownHosts = Setting<String?>(nil)
    /// Whether private key files that others may read are refused, instead of only warned about.
    package var strict = Setting(false)
    /// `nil`: the public address, else the private one.
    package var address = Setting<AddressChoice?>(nil)
    package var securityGroupIDs = Setting<[String]>([])
    /// Networks that may reach the instances by SSH; none: the address that AWS sees the caller come from.
    package var sshFrom = Setting<[String]>([])
    package var placementGroup = Setting(PlacementGroupChoice.whereDeclared)
    package var driver = Setting(SetupWish.Mode.auto)
    /// Whether machines that run already are given back as they were.
    package var restore = Setting(true)
    /// The release of the ENA driver that is built where the host's own cannot offer its clock.
    package var enaRelease = Setting(DriverRelease.pinned.tag)
    /// A local file with its sources, for hosts that have no way to the Internet.
    package var enaBundle = Setting<String?>(nil)
    /// The SHA-256 of that release's sources; `nil`: they are not compared with anything.
    package var enaDigest = Setting<String?>(nil)
    package var packetTimestamping = Setting(false)
    /// How many times chrony is asked how it goes, once a second.
    package var samples = Setting(60)
    /// Whether the host is started anew after the proof, to see what survives.
    package var reboot = Setting(false)
    /// What is good enough.
    package var thresholds = Setting(Thresholds())
    package var expect = Setting(Expectation.supported)
    package var inconclusive = Setting(InconclusivePolicy.fail)
    /// What was asked for; `keep` is what it means for this plan.
    package var keepRequest = Setting(KeepRequest.choice(.none))
    package internal(set) var keep = KeepPolicy.none
    package var concurrency = Setting(1)
    package var confirm = Setting(false)
    package var ttlMinutes = Setting(120)
    /// Whether nothing more is begun once a case is not as expected.
    package var failFast = Setting(false)
    package var caseTimeoutMinutes = Setting(30)
    package var cleanupTimeoutMinutes = Setting(15)
    package var labels = Setting<[String: String]>([:])
    /// Dollars per hour by type, as somebody wrote them down.
    package var prices = Setting<[String: Money]>([:])
    /// Whether AWS is asked for the prices that nobody wrote down.
    package var priceList = Setting(true)
    package var maxCost = Setting<Money?>(nil)
    /// In seconds.
    package var maxInstanceTime = Setting<Int?>(nil)
    /// What the run's name ends with.
    package var name = Setting<String?>(nil)
    package var reportDirectory = Setting("ptp-runs")
    /// What reports do not tell.
    package var redact = Setting<Set<Redaction.Kind>>([])
    /// The results store that finished runs are added to; `nil`: none.
    package var store = Setting<String?>(nil)
    package var seed = Setting<UInt64>(1)
    package var simulationState = Setting<String?>(nil)
    package var simulationPace = Setting(0.0)

    /// The defaults, before any layer is applied.
    package init() {}

    /// What stands for a simulated cloud that is in no file.
    package static let memoryState = "in memory"

    /// What is simulated when nothing is configured: six instances of four types, one of them without a clock.
    package static let builtInFleet = [
        InstanceTypeRequest(type: "c7i.large", quantity: 2),
        InstanceTypeRequest(type: "m7g.medium", quantity: 2),
        InstanceTypeRequest(type: "r7i.large", quantity: 1),
        InstanceTypeRequest(type: "t3.micro", quantity: 1, expect: .unsupported),
    ]

    /// Whether machines are launched: then they are billed, and must end.
    package var launches: Bool { provider.value != .hosts }

    /// How many machines the plan has.
    package var plannedCount: Int {
        launches ? instanceTypes.value.reduce(0) { $0 + $1.quantity } : hosts.value.count
    }
}
