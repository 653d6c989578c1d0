/// Something that a run makes and must account for.
public struct Resource: Sendable, Equatable {
    /// What it is, in the provider's words.
    public enum Kind: String, Sendable, CaseIterable {
        case instance
        case placementGroup = "placement-group"
        case securityGroup = "security-group"
        /// What is changed on a machine that was there before, and is to be as it was again.
        case setup = "set-up"
    }

    /// The run's own name for it, known before it exists; for an instance its client token.
    public let token: String
    /// What it is.
    public let kind: Kind
    /// The case that it was made for; `nil` when it serves the whole run.
    public let caseID: CaseID?
    /// When it ends by itself, if it can.
    public let expiresAt: Timestamp?

    /// Names something about to be made.
    public init(token: String, kind: Kind, caseID: CaseID?, expiresAt: Timestamp?) {
        self.token = token
        self.kind = kind
        self.caseID = caseID
        self.expiresAt = expiresAt
    }
}

/// How far a resource is on its way from wish to oblivion.
public enum ResourceState: Sendable, Equatable {
    /// The call that makes it may have been sent.
    case intended
    /// It exists under the provider's id.
    case made(id: String)
    /// It was told to end.
    case ending(id: String?)
    /// It stays on purpose.
    case kept(id: String, until: Timestamp?)
    /// The provider confirmed that it is gone, or that it never was.
    case gone
    /// Nobody knows: the reason, and the command that removes it.
    case unconfirmed(id: String?, reason: String, remedy: String)

    /// The provider's id, where it is known.
    public var id: String? {
        switch self {
        case .intended, .gone: nil
        case .made(let id), .kept(let id, _): id
        case .ending(let id), .unconfirmed(let id, _, _): id
        }
    }

    /// Whether it stays on purpose.
    public var isKept: Bool {
        switch self {
        case .kept: true
        case .intended, .made, .ending, .gone, .unconfirmed: false
        }
    }

    /// Whether it is there and nothing was decided about it yet.
    public var isMade: Bool {
        switch self {
        case .made: true
        case .intended, .ending, .kept, .gone, .unconfirmed: false
        }
    }

    /// Whether it may still be there without anybody wanting it.
    public var mayLeak: Bool {
        switch self {
        case .intended, .made, .ending, .unconfirmed: true
        case .kept, .gone: false
        }
    }
}
