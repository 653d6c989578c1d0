/// What to call when a run goes from one state to another.
///
/// A callback that throws, or takes too long, is noted and disturbs nothing.
public struct LifecycleCallbacks: Sendable {
    /// Something to call.
    public typealias Callback = @Sendable () async throws -> Void

    /// The run begins.
    public var onStart: Callback?
    /// No launches for now.
    public var onPause: Callback?
    /// Launches again.
    public var onResume: Callback?
    /// The run is coming to its end: nothing is launched any more.
    public var onStop: Callback?
    /// The run is over and everything was cleaned up as far as possible.
    public var onComplete: Callback?
    /// The run failed as a whole.
    public var onError: Callback?

    /// Calls nobody.
    public init() {}

    func call(
        for event: RunEvent,
        within limit: Duration,
        in surroundings: Surroundings,
        note: (String) -> Void
    ) async {
        guard case .runMoved(let from, let to, _) = event else { return }
        let (name, callback): (String, Callback?) =
            switch to {
            case .validating: ("onStart", onStart)
            case .paused: ("onPause", onPause)
            case .running where from == .paused: ("onResume", onResume)
            case .stopping: ("onStop", onStop)
            case .completed: ("onComplete", onComplete)
            case .failed: ("onError", onError)
            case .idle, .initializing, .running: ("", nil)
            }
        do {
            if let callback { try await withFirmDeadline(limit, in: surroundings, operation: callback) }
        } catch {
            note("the callback \(name) failed: \(error)")
        }
    }
}
