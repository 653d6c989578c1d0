import AWS
import Orchestration
import PTPVerify
import Testing

/// A preflight finds what a run would refuse or stumble over, and nothing else.
@Suite struct PreparednessTests {
    @Test func `without types or subnets there is nothing to launch`() async {
        let worries = await StagedAccount().worries {
            $0.instanceTypes.value = []
            $0.subnetIDs.value = []
        }
        #expect(worries.map(\.id) == ["type:instance_types", "subnet:subnet_id"])
        #expect(worries.allSatisfy { $0.level == .problem })
    }

    @Test func `a budget that a run would refuse is a problem`() async throws {
        let worries = await StagedAccount().worries {
            $0.prices.value = ["c7i.large": Money(micros: 1_000_000)]
            $0.maxCost.value = Money(micros: 100)
        }
        let worry = try #require(worries.first)
        #expect(worries.count == 1 && worry.id == "cost:budget" && worry.level == .problem)
        #expect(worry.remedy?.contains("Raise max_cost") == true)
    }

    @Test func `a limit of money asks the price list, and tells why it gave nothing`() async throws {
        var account = StagedAccount()
        account.listed = Self.list { _ in Money(micros: 100_000) }
        let limit = { (configuration: inout Configuration) in
            configuration.provider.value = .ec2
            configuration.maxCost.value = Money(micros: 5_000_000)
        }
        #expect(await account.worries(limit) == [])
        let refusal = AWSError(code: "AccessDeniedException", message: "no", action: "GetProducts")
        account.listed = Self.list { _ in throw refusal }
        let worries = await account.worries(limit)
        #expect(worries.map(\.id) == ["permission:pricing:GetProducts", "cost:budget"])
        #expect(worries.allSatisfy { $0.level == .problem })
        #expect(worries.last?.found.contains("AccessDeniedException") == true)
    }

    @Test func `prices are asked for only where money is limited`() async {
        var account = StagedAccount()
        account.listed = { _ in
            Issue.record("nobody needs prices")
            return .none
        }
        #expect(await account.worries { $0.provider.value = .ec2 } == [])
    }

    @Test func `a price of what is not planned is a warning`() async {
        let prices = ["c7i.large": Money(micros: 5), "c7i.lrage": Money(micros: 5)]
        let worries = await StagedAccount().worries { $0.prices.value = prices }
        #expect(worries.map(\.id) == ["cost:c7i.lrage"] && worries.first?.level == .warning)
    }

    @Test func `who is let in must be known where a group is made`() async throws {
        var account = StagedAccount()
        account.callers = .failure(AWSError(code: "ptp-verify.TimedOut", message: "late", action: "asking x"))
        let worry = try #require(await account.worries().first)
        #expect(worry.id == "security-group:ssh_from" && worry.level == .problem)
        #expect(worry.remedy?.contains("PTP_SSH_FROM") == true)
        #expect(await account.worries { $0.sshFrom.value = ["192.0.2.0/24"] } == [])
    }

    @Test(arguments: ["0.0.0.0/0", "::/0"]) func `everybody is too many`(network: String) async {
        let worries = await StagedAccount().worries { $0.sshFrom.value = [network] }
        #expect(worries.map(\.id) == ["security-group:ssh_from"] && worries.first?.level == .warning)
    }

    @Test(arguments: ["InsufficientInstanceCapacity", "Unsupported"])
    func `a launch is a problem only where no subnet takes it`(code: String) async {
        var account = StagedAccount()
        account.subnets.append(account.subnets[0].named("subnet-2"))
        let refusal = AWSError(code: code, message: "no", action: "RunInstances")
        account.fullSubnets = ["subnet-1": refusal]
        #expect(await account.worries { $0.subnetIDs.value.append("subnet-2") } == [])
        account.fullSubnets["subnet-2"] = refusal
        let worries = await account.worries { $0.subnetIDs.value.append("subnet-2") }
        #expect(worries.map(\.id) == ["launch:c7i.large"] && worries.first?.level == .problem)
    }

    @Test func `subnets without room for it together are a problem`() async {
        var account = StagedAccount()
        account.subnets = ["subnet-1", "subnet-2"].map { account.subnets[0].named($0, free: 1) }
        let both = { (configuration: inout Configuration) in
            configuration.subnetIDs.value = ["subnet-1", "subnet-2"]
            configuration.concurrency.value = 2
        }
        #expect(await account.worries(both).map(\.level) == [.warning, .warning])
        account.subnets[1] = account.subnets[1].named("subnet-2", free: 0)
        #expect(await account.worries(both).map(\.level) == [.problem, .problem])
    }

    @Test func `nothing is said of a launch with something in it that is missing`() async {
        for change: @Sendable (inout Configuration) -> Void in [
            { $0.subnetIDs.value = ["subnet-9"] }, { $0.amiID.value = "ami-9" },
            { $0.instanceTypes.value = [.init(type: "c7i.lrage", quantity: 1)] },
        ] {
            #expect(await StagedAccount().findings(change).allSatisfy { $0.topic != .launch })
        }
        #expect(await StagedAccount().findings().contains { $0.topic == .launch })
    }

    @Test func `what is refused on a stand-in is told with it`() async {
        var account = StagedAccount()
        account.refuse(.terminateInstances)
        account.refuse(.runInstances)
        let remedies = await account.worries().compactMap(\.remedy)
        #expect(remedies.map { $0.contains(StandIn.instanceID) } == [false, true], "\(remedies)")
        #expect(remedies.allSatisfy { $0.contains("iam-policy") })
    }

    private static func list(
        _ price: @escaping @Sendable (String) async throws -> Money?
    ) -> @Sendable (Configuration) async -> ListedPrices {
        { await ListedPrices.ask($0, region: "eu-west-1", price) }
    }
}

extension SubnetDescription {
    fileprivate func named(_ id: String, free: Int = 100) -> SubnetDescription {
        SubnetDescription(
            id: id,
            networkID: networkID,
            zone: zone,
            freeAddresses: free,
            assignsPublicAddresses: assignsPublicAddresses
        )
    }
}
