/// The name of a case in its plan, such as `c7i.large#1`.
public struct CaseID: Sendable, Hashable, CustomStringConvertible {
    /// The name as it is written.
    public let text: String

    /// Takes a name as it is.
    public init(_ text: String) {
        self.text = text
    }

    public var description: String { text }
}

/// One instance to verify: the n-th of so many of a type, or one machine that is named.
public struct InstanceCase: Sendable, Equatable, Identifiable, CustomStringConvertible {
    /// The key of the setting that `timeout` comes from.
    public static let timeoutSetting = "case_timeout_minutes"

    /// Its name in the plan.
    public let id: CaseID
    /// What kind of thing is verified, such as the instance type `c7i.large`.
    public let type: String
    /// Which one of its type, counted from 1.
    public let index: Int
    /// How many of this type are planned.
    public let quantity: Int
    /// What people call the machine that is meant; `nil` where any of its type will do.
    public let machine: String?
    /// What it should turn out to be.
    public let expectation: Expectation
    /// How long making and verifying it may take.
    public let timeout: Duration
    /// Free words to select and group by.
    public let labels: [String: String]

    /// Plans one instance.
    public init(
        type: String,
        index: Int = 1,
        of quantity: Int = 1,
        machine: String? = nil,
        expectation: Expectation = .supported,
        timeout: Duration = .minutes(30),
        labels: [String: String] = [:]
    ) {
        precondition(index >= 1 && index <= quantity, "case \(index) of \(quantity)")
        id = CaseID(machine ?? "\(type)#\(index)")
        self.type = type
        self.index = index
        self.quantity = quantity
        self.machine = machine
        self.expectation = expectation
        self.timeout = timeout
        self.labels = labels
    }

    /// The case in words: `c7i.large instance 1 of 2`, or the machine's name.
    public var description: String { machine ?? "\(type) instance \(index) of \(quantity)" }

    /// The case in words where its type is known: `1 of 2`, or the machine's name.
    public var descriptionWithinType: String { machine ?? "\(index) of \(quantity)" }
}

extension [InstanceCase] {
    /// How many there are, in words: `1 case`, `2 cases`.
    public var counted: String { count == 1 ? "1 case" : "\(count) cases" }
}
