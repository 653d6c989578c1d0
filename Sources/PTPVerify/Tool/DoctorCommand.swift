import Orchestration

/// Tells all that is wrong before a launch, and what to do about it.
struct DoctorCommand {
    let tool: Tool
    let configuration: Configuration

    func perform(asJSON: Bool) async throws -> Int {
        let verdict = PreflightVerdict(try await findings())
        tell(verdict, asJSON: asJSON)
        return verdict.problems.isEmpty ? ExitCode.success : ExitCode.usage
    }

    private func findings() async throws -> [PreflightFinding] {
        switch configuration.provider.value {
        case .hosts: await HostCheck(configuration: configuration, environment: tool.environment).findings()
        case .simulated: try await simulatedFindings()
        case .ec2: await accountFindings()
        }
    }

    private func simulatedFindings() async throws -> [PreflightFinding] {
        let hold = try SimulatedCloud.lock(configuration)
        defer { withExtendedLifetime(hold) {} }
        let fleet = try SimulatedCloud(configuration).fleet
        var configuration = configuration
        if configuration.subnetIDs.value.isEmpty { configuration.subnetIDs.value = [SimulatedFleet.subnetID] }
        let preflight = Preflight(configuration, on: EC2Account(simulated: fleet), environment: tool.environment)
        return await fleet.fleet.perform { await preflight.findings() }
    }

    private func accountFindings() async -> [PreflightFinding] {
        do {
            let account = try await EC2Account(configuration, environment: tool.environment)
            return await Preflight(configuration, on: account, environment: tool.environment).findings()
        } catch {
            // Without credentials there is nothing to see of the account, but all that is here.
            return Preflight.findings(configuration, environment: tool.environment, without: error)
        }
    }

    private func tell(_ verdict: PreflightVerdict, asJSON: Bool) {
        guard !asJSON else {
            let object: JSONObject = [
                "findings": .array(verdict.findings.map { .object($0.json) }),
                "exit_code": .integer(Int64(verdict.problems.isEmpty ? ExitCode.success : ExitCode.usage)),
            ]
            return tool.console.write(JSONValue.object(object).indented)
        }
        for topic in PreflightFinding.Topic.allCases {
            let findings = verdict.findings.filter { $0.topic == topic }
            guard !findings.isEmpty else { continue }
            tool.console.write(topic.title)
            for finding in findings {
                tool.console.write("  \(finding.level.mark) \(finding.subject): \(finding.found)")
                if let remedy = finding.remedy { tool.console.write("      \(remedy)") }
            }
        }
        tool.console.write(Self.summary(verdict))
    }

    private static func summary(_ verdict: PreflightVerdict) -> String {
        let warnings = verdict.notes.count
        let words = warnings == 0 ? "" : ", \(warnings) \(warnings == 1 ? "warning" : "warnings")"
        switch verdict.problems.count {
        case 0: return "nothing prevents a run\(words)"
        case 1: return "1 problem\(words)"
        case let count: return "\(count) problems\(words)"
        }
    }
}

extension PreflightFinding.Topic {
    fileprivate var title: String {
        switch self {
        case .credentials: "credentials"
        case .permission: "permissions"
        case .type: "instance types"
        case .subnet: "subnets"
        case .image: "images"
        case .placementGroup: "placement group"
        case .securityGroup: "security groups"
        case .key: "keys"
        case .host: "hosts"
        case .launch: "launches, rehearsed"
        case .quota: "quotas"
        case .cost: "cost"
        }
    }
}

extension PreflightFinding.Level {
    fileprivate var mark: String {
        switch self {
        case .ok: "ok     "
        case .warning: "WARNING"
        case .problem: "PROBLEM"
        }
    }
}
