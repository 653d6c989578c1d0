import Orchestration

extension RunResults {
    /// A run whose journal does not even tell its plan: it shows nothing.
    package init(untold name: String) {
        let start = Timestamp(nanoseconds: 0)
        self.init(
            runID: name,
            fingerprint: "",
            toolVersion: "",
            planDigest: "",
            environment: "unknown",
            startedAt: start,
            lastAt: start,
            isComplete: false,
            exitCode: ExitCode.inconclusive,
            cases: []
        )
    }

    /// Whether both tell of the same run, and not only of one of the same name.
    package func isSameRun(as other: RunResults) -> Bool {
        runID == other.runID && fingerprint == other.fingerprint && startedAt == other.startedAt
    }
}
