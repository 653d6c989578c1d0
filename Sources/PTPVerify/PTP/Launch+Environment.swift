import Orchestration
import PTP

extension Situation.Launch {
    /// What a provisioner says of an environment.
    init(_ environment: EnvironmentInfo?, type: String) {
        self.init()
        self.type = type
        region = environment?.region
        declared = environment?.declaredSupport
        placement = environment?.properties["placement_strategy"]?.string
    }
}
