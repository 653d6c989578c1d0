/// `/etc/os-release`.
package struct OperatingSystem: HostOutput {
    /// `ID`, such as `amzn`.
    package let id: String
    /// `VERSION_ID`, such as `2023`; rolling distributions have none.
    package let version: String?
    /// `ID_LIKE`.
    package let like: [String]
    /// `PRETTY_NAME`, else `NAME`.
    package let name: String

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// The kernel, from `uname -srm` or `uname -a`.
package struct Kernel: HostOutput {
    /// Such as `6.12.79-101.147.amzn2023.x86_64`.
    package let release: String
    /// `x86_64` or `aarch64`.
    package let architecture: String
    /// The first two numbers of the release.
    package let version: Version

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// Numbers with dots in between, compared number by number: 2.2.10 is older than 2.10.0.
package struct Version: Sendable, Equatable, Comparable, CustomStringConvertible {
    package let numbers: [Int]

    package init(_ numbers: Int...) { self.numbers = numbers }

    /// Reads the numbers at the start of a text: `6.12.79-101.147.amzn2023` is 6.12.79.
    package init?(leading text: String) { return nil }

    package static func < (one: Version, other: Version) -> Bool { false }

    package var description: String { numbers.map(String.init).joined(separator: ".") }
}

/// The state of one unit of systemd, from `systemctl show -p Id,LoadState,ActiveState,SubState,UnitFileState,Result`.
package struct UnitState: Sendable, Equatable {
    package let name: String
    /// `loaded`, `not-found`, `masked`.
    package let load: String
    /// `active`, `inactive`, `failed`, `activating`.
    package let active: String
    package let sub: String
    /// `enabled`, `disabled`, `static`, `alias`; empty where the unit has no file.
    package let file: String
    /// `success`, `exit-code`, `signal`.
    package let result: String

    package var isActive: Bool { active == "active" || active == "activating" }
    package var isThere: Bool { load == "loaded" }
}

/// Several units, with an empty line between them.
package struct UnitStates: HostOutput {
    package let units: [UnitState]

    package subscript(_ name: String) -> UnitState? { units.first { $0.name == name || $0.name == "\(name).service" } }

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// What `cloud-init status` says.
package enum CloudInitStatus: String, HostOutput {
    case done, running, error, disabled, degraded
    case notRun = "not run"
    /// `not started` in newer versions.
    case notStarted = "not started"

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// Whether Secure Boot is on, from `mokutil --sb-state` or the EFI variable.
package struct SecureBoot: HostOutput {
    package let isEnabled: Bool

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}
