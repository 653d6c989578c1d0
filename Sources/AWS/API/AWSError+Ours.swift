extension AWSError {
    /// Our code for a call whose answer never came: it may or may not have taken effect.
    public static let lostResponse = "ptp-verify.LostResponse"
    /// Our code for an answer that is broken.
    public static let unreadableAnswer = "ptp-verify.UnreadableAnswer"
    /// Our code for an answer that is not from AWS at all, such as a proxy's page.
    public static let foreignAnswer = "ptp-verify.ForeignAnswer"
    /// Our code for a call that there were no credentials for.
    public static let noCredentials = "ptp-verify.NoCredentials"
    /// Our code for a call that was given up before it took effect.
    public static let cancelled = code(of: .cancelled)

    /// Whether the code is ours: AWS said nothing of the kind.
    public var isOurs: Bool { code.hasPrefix("ptp-verify.") }

    /// Another try comes to the same: the other side stays who it is, and the answer as long.
    static let lasting: Set = [code(of: .notTrusted), code(of: .tooLong), foreignAnswer]

    /// Our code for a failure of the network that left nothing in doubt.
    static func code(of kind: HTTPFailure.Kind) -> String {
        switch kind {
        case .nameNotFound: "ptp-verify.NameNotFound"
        case .notConnected: "ptp-verify.NotConnected"
        case .notTrusted: "ptp-verify.NotTrusted"
        case .interrupted: "ptp-verify.Interrupted"
        case .timedOut: "ptp-verify.TimedOut"
        case .tooLong: "ptp-verify.AnswerTooLong"
        case .cancelled: "ptp-verify.Cancelled"
        }
    }

    /// A failure of the network as an error of the call that it happened to.
    ///
    /// What only asks has no effect to be in doubt about.
    init(_ failure: HTTPFailure, in action: AWSAction) {
        self.init(failure, in: action.rawValue, changes: action.changes)
    }

    /// A failure of the network as an error of what is no call of AWS.
    init(_ failure: HTTPFailure, in action: String, changes: Bool = false) {
        let isInDoubt = failure.mayHaveTakenEffect && changes
        self.init(
            code: isInDoubt ? Self.lostResponse : Self.code(of: failure.kind),
            message: failure.reason,
            action: action
        )
    }
}
