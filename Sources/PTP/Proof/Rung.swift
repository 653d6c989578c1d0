package import Orchestration

extension Ladder {
    /// The rungs in order (DOMAIN d.1); rung 7 is four: quality, bound, stability and counters.
    package enum Rung: String, Sendable, CaseIterable {
        case declared
        case hardware
        case driver
        case enabled
        case device
        case advances
        case followed
        case quality
        case bound
        case stability
        case counters
        case survives

        /// What has to hold for a clock that works.
        package static let proof: [Rung] = [.device, .advances, .followed, .quality, .bound, .stability, .counters]

        /// What may fail although the hardware is there.
        static let use: [Rung] = [.enabled] + proof

        package var title: String {
            switch self {
            case .declared: "EC2 declares the clock for this type and launch"
            case .hardware: "the host's link-local time source is of stratum 1"
            case .driver: "the interface of the default route uses the ENA driver, which knows the clock"
            case .enabled: "the driver was told to offer its clock"
            case .device: "the ENA's clock is there and its symlink points to it"
            case .advances: "the clock advances and is within a second of system time"
            case .followed: "chrony follows exactly this clock"
            case .quality: "the system clock is close to it"
            case .bound: "the error is bounded tightly enough"
            case .stability: "it stays so, sample for sample"
            case .counters: "the driver reads its clock without errors and not too often"
            case .survives: "it survives a reboot"
            }
        }

        /// The questions that it rests on.
        package var evidence: [String] {
            switch self {
            case .declared: []
            case .hardware: ids(.sources, .tracking)
            case .driver: ids(.interface, .module, .devlink)
            case .enabled: ids(.module, .devlink)
            case .device: ids(.clocks, .nodes, .symlink, .timestamping)
            case .advances: ids(.reading)
            case .followed: ids(.sources, .tracking, .chronyConfiguration, .clocks, .symlink)
            case .quality: ids(.tracking, .chronyLog) + [Sampling.id]
            case .bound: ids(.tracking, .errorBound) + [Sampling.id]
            case .stability: [Sampling.id] + ids(.chronyLog)
            case .counters: ids(.counters, .chronyConfiguration, .chronyVersion)
            case .survives: ids(.persisted)
            }
        }

        private func ids(_ probes: Probe...) -> [String] { probes.map(\.rawValue) }
    }

    /// How a rung came out, with what was seen.
    package struct Standing: Sendable, Equatable {
        package let status: Check.Status
        package let detail: String
        /// Whether it could not be measured because this driver tells nobody, whoever asks.
        package var isUntold = false

        static func judged(_ holds: Bool, _ detail: String) -> Standing {
            Standing(status: holds ? .held : .failed, detail: detail)
        }

        static func unknown(_ what: String, because absence: Absence? = nil) -> Standing {
            Standing(status: .notMeasured, detail: what + (absence.map { ": \($0)" } ?? ""))
        }
    }
}
