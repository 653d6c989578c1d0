import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Reports
import Testing

/// The page of a run that the tool made on its simulated fleet.
struct SimulatedReport {
    /// What everything of the run is in.
    let directory: Directory
    /// The page's file.
    let path: String
    let history: RunHistory

    /// Runs the tool: some cases are as expected, some are not, and some find no clock.
    init() async throws {
        directory = try Directory()
        let variables = [
            "PTP_PROVIDER": "simulated", "PTP_INSTANCE_TYPES": "c7i.large:2,m7g.medium,t3.micro,r7i.xlarge",
            "PTP_SAMPLES": "60", "PTP_CONFIRM": "1", "PTP_PRICES": "c7i.large=0.08925",
            "PTP_THRESHOLDS": "system_time_maximum=100ns",
        ]
        let end = try await directory.start(Binaries.tool, ["run"], variables).end()
        history = try await Verification(end, in: directory).run
        path = "\(directory.path)/ptp-runs/latest/report.html"
    }

    /// How many points each plot is to have: with 60 samples every one of them.
    var points: [Int] {
        history.cases.compactMap(\.result).flatMap(ClockSeries.reader()).map { series in
            series.points.count { $0.value.isFinite }
        }
    }
}
