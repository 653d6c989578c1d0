import AWS
import Orchestration

/// Prints the policy that a user of AWS needs.
struct PolicyCommand {
    let tool: Tool
    let configuration: Configuration

    /// What is configured narrows the policy; without anything it is that of all runs.
    func perform() -> Int {
        var actions = Set(AWSAction.allCases)
        if configuration.provider.value == .ec2 {
            actions = configuration.plannedActions
            // What earlier runs left behind is swept whatever this one makes.
            actions.formUnion([.describePlacementGroups, .deletePlacementGroup, .deleteSecurityGroup])
        }
        let policy = IAMPolicy(actions, region: region, configuration: configuration)
        tool.console.write(JSONValue.object(policy.document).indented)
        return ExitCode.success
    }

    private var region: String? {
        let names = ["AWS_REGION", "AWS_DEFAULT_REGION"]
        return configuration.region.value ?? names.lazy.compactMap { tool.environment[$0] }.first { !$0.isEmpty }
    }
}
