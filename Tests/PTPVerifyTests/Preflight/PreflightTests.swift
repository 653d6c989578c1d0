import AWS
import Files
import Foundation
import Orchestration
import PTPVerify
import SSH
import Testing

/// What a preflight says of accounts that do not fit the plan.
@Suite struct PreflightTests {
    @Test func `an account that fits gives no worries`() async {
        #expect(await StagedAccount().worries() == [])
    }

    @Test func `types that are unknown, or offered elsewhere, are problems`() async {
        var account = StagedAccount()
        account.zones = ["eu-west-1b"]
        let worries = await account.worries { $0.instanceTypes.value.append(.init(type: "c7i.lrage", quantity: 1)) }
        #expect(worries.map(\.id) == ["type:c7i.large", "type:c7i.lrage"])
        #expect(worries.first?.remedy == "Name a subnet in eu-west-1b.")
    }

    @Test func `of several subnets one that lacks the type is only a warning`() async {
        var account = StagedAccount()
        account.subnets.append(.init(subnet: "subnet-2", zone: "eu-west-1b"))
        let worries = await account.worries { $0.subnetIDs.value.append("subnet-2") }
        #expect(worries.map(\.id) == ["type:c7i.large"] && worries.map(\.level) == [.warning])
    }

    @Test(arguments: [
        ("eu-west-1-lhr-1a", 100, "vpc-1", PreflightFinding.Level.warning, "no ordinary zone"),
        ("us-east-1a", 100, "vpc-1", .problem, "not in eu-west-1"),
        ("eu-west-1a", 1, "vpc-1", .warning, "1 free addresses for 2 instances in all"),
        ("eu-west-1a", 0, "vpc-1", .warning, "0 free addresses for 1 instances at once, the other subnets have more"),
        ("eu-west-1a", 100, "vpc-2", .problem, "the subnets are in vpc-1 and vpc-2"),
    ])
    func `a subnet that does not fit is told`(
        zone: String,
        free: Int,
        network: String,
        level: PreflightFinding.Level,
        words: String
    ) async throws {
        var account = StagedAccount()
        account.zones = ["eu-west-1a", zone]
        account.subnets.append(.init(subnet: "subnet-2", zone: zone, free: free, network: network))
        let worries = await account.worries { $0.subnetIDs.value.append("subnet-2") }
        let worry = try #require(worries.first)
        #expect(worries.count == 1 && worry.topic == .subnet && worry.level == level)
        #expect(worry.found.contains(words), "\(worry)")
    }

    @Test func `a subnet without public addresses is a warning where they are wanted`() async {
        var account = StagedAccount()
        account.subnets = [.init(subnet: "subnet-1", zone: "eu-west-1a", isPublic: false)]
        #expect(await account.worries() == [])
        let worries = await account.worries { $0.address.value = .public }
        #expect(worries.map(\.level) == [.warning] && worries.first?.found.contains("no public addresses") == true)
    }

    @Test func `an image must be there, available, of the types' architecture, and have the driver`() async {
        var account = StagedAccount()
        #expect(await account.worries { $0.amiID.value = "ami-1" }.map(\.id) == ["image:ami-1"])
        account.images = [.init(id: "ami-1", name: nil, architecture: "arm64", state: "pending", supportsENA: false)]
        let worries = await account.worries { $0.amiID.value = "ami-1" }
        #expect(worries.count == 3 && worries.allSatisfy { $0.id == "image:ami-1" && $0.level == .problem })
    }

    @Test func `a quota counts what runs and what is planned at once`() async {
        var account = StagedAccount()
        account.running = ["c7i.large", "c7i.large", "g5.xlarge"]
        account.quota = 6
        #expect(await account.worries() == [])
        let worries = await account.worries { $0.concurrency.value = 2 }
        #expect(worries.map(\.id) == ["quota:L-1216C47A"])
        #expect(worries.first?.found == "4 of 6 processors run, 4 more are planned at once")
    }

    @Test func `a permission is named as AWS names it, and what is only nice to have is a warning`() async {
        var account = StagedAccount()
        let words = "User: arn:aws:iam::1:user/me is not authorized to perform: ec2:CreateTags on resource: x"
        account.refuse(
            .runInstances,
            "UnauthorizedOperation",
            "\(words). Encoded authorization failure message: SECRET"
        )
        account.refuse(.getConsoleOutput)
        account.refuse(.terminateInstances, "UnauthorizedOperation", "no, with an explicit deny in a policy")
        let worries = await account.worries()
        #expect(
            worries.map(\.id) == [
                "permission:ec2:CreateTags", "permission:ec2:GetConsoleOutput", "permission:ec2:TerminateInstances",
            ]
        )
        #expect(worries.map(\.level) == [.problem, .warning, .problem])
        #expect(worries.first?.found == "refused: \(words)")
        #expect(worries.last?.remedy?.contains("denies it explicitly") == true)
    }

    @Test func `whoever is nobody hears of that alone`() async {
        var account = StagedAccount()
        for action in AWSAction.allCases { account.refuse(action, "AuthFailure") }
        #expect(await account.worries().map(\.topic) == [.credentials])
    }

    @Test func `a launch that EC2 would refuse is a problem`() async {
        var account = StagedAccount()
        account.refuse(.runInstances, "VcpuLimitExceeded", "too many")
        #expect(await account.worries().map(\.id) == ["launch:c7i.large"])
    }

    @Test func `nothing is rehearsed that the plan does not need`() async {
        var account = StagedAccount()
        for action: AWSAction in [
            .createSecurityGroup, .deleteSecurityGroup, .authorizeSecurityGroupIngress, .createPlacementGroup,
            .deletePlacementGroup, .describePlacementGroups, .getParameter,
        ] {
            account.refuse(action)
        }
        account.images = [.init(id: "ami-1", name: nil, architecture: "x86_64", state: "available", supportsENA: true)]
        var group = GroupDescription(id: "sg-1", name: "mine", tags: [:])
        group.networkID = "vpc-1"
        group.sshSources = ["192.0.2.0/24"]
        account.securityGroups = [group]
        let worries = await account.worries {
            $0.placementGroup.value = .none
            $0.securityGroupIDs.value = ["sg-1"]
            $0.amiID.value = "ami-1"
        }
        #expect(worries == [])
    }

    @Test(arguments: [
        (ThrowAwayKey(comment: "me").privateFile.reveal { String(decoding: $0, as: UTF8.self) }, nil),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\n", "it is cut off or damaged"),
        ("ssh-ed25519 AAAA me\n", "it is the public half"), ("hello\n", "it holds no private key"),
    ])
    func `the file of a key must hold the private half`(content: String, problem: String?) async throws {
        let path = "\(NSTemporaryDirectory())/key-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Files.write(Array(content.utf8), to: path, readableBy: .owner)
        defer { try? FileManager.default.removeItem(atPath: "\(path).pub") }
        if problem == nil {
            #expect(await StagedAccount().worries { $0.privateKeyPath.value = path }.map(\.id) == ["key:\(path).pub"])
        }
        try Files.write(Array("ssh-ed25519 AAAA me\n".utf8), to: "\(path).pub")
        #expect(
            await StagedAccount().worries { $0.privateKeyPath.value = path }.map(\.found)
                == (problem.map { [$0] } ?? [])
        )
        try Files.write(Array(content.utf8), to: path)
        let open = await StagedAccount().worries { $0.privateKeyPath.value = path }
        #expect(open.map(\.found) == [problem ?? "others may read it (mode 644)"])
    }
}

extension SubnetDescription {
    fileprivate init(
        subnet id: String,
        zone: String,
        free: Int = 100,
        network: String = "vpc-1",
        isPublic: Bool = true
    ) {
        self.init(id: id, networkID: network, zone: zone, freeAddresses: free, assignsPublicAddresses: isPublic)
    }
}
