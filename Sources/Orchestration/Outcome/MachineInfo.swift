/// The machine that an environment turned out to be, as it says itself.
public struct MachineInfo: Sendable, Equatable {
    /// Such as `Amazon EC2 c7i.large`.
    public let name: String
    /// Whether its hardware is software, so that what is seen on it proves nothing about real hardware.
    public let isEmulated: Bool

    /// Describes a machine.
    public init(name: String, isEmulated: Bool) {
        self.name = name
        self.isEmulated = isEmulated
    }
}
