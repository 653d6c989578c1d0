/// By what values are told apart.
public enum Grouping: String, Sendable, CaseIterable {
    case type
    case environment
    case region
    case zone
    case architecture
    case kernel
    case driver
    case system
    case tool

    /// What cases ran on, which may be why they come out differently.
    static let surroundings: [Grouping] = [.region, .zone, .architecture, .kernel, .driver, .system]

    /// What a case has of it; `nil` where that is not known.
    func value(_ type: String, _ setting: CaseResults.Setting, toolVersion: String?) -> String? {
        switch self {
        case .type: type
        case .environment: setting.environment
        case .region: setting.region
        case .zone: setting.zone
        case .architecture: setting.architecture
        case .kernel: setting.kernel
        case .driver: setting.driver
        case .system: setting.system
        case .tool: toolVersion
        }
    }
}
