package import Orchestration

/// A run that is ready to be conducted, whatever it runs on.
package struct RunHandle: Sendable {
    /// What will be verified.
    package let plan: RunPlan
    /// Where it is written down.
    package let directory: RunDirectory
    private let control: any RunControl
    private let hurriesAfterSignal: Bool
    private let conductor: @Sendable (any RunControl) async -> RunOutcome

    package init(
        plan: RunPlan,
        directory: RunDirectory,
        control: any RunControl,
        hurriesAfterSignal: Bool = false,
        conductor: @escaping @Sendable (any RunControl) async -> RunOutcome
    ) {
        self.plan = plan
        self.directory = directory
        self.control = control
        self.hurriesAfterSignal = hurriesAfterSignal
        self.conductor = conductor
    }

    /// Runs the plan to its end, and meanwhile listens to signals, to other processes, and to the death of the parent.
    package func conduct() async -> RunOutcome {
        await withTaskGroup(of: RunOutcome?.self) { group in
            group.addTask { await conductor(control) }
            group.addTask {
                await RunWatch(control, directory: directory, hurriesAfterSignal: hurriesAfterSignal).watch()
                return nil
            }
            for await result in group {
                guard let result else { continue }
                group.cancelAll()
                return result
            }
            preconditionFailure("a run always ends with an outcome")
        }
    }

    /// Asks the run to end in order.
    package func stop(_ cause: StopCause) { control.stop(cause) }
}
