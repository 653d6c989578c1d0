/// chrony's configuration: what `chronyd -p` prints, or files with a line `# file: PATH` before each.
package struct ChronyConfiguration: HostOutput {
    /// A line that says something.
    package struct Directive: Sendable, Equatable {
        /// The file, where it is known.
        package let file: String?
        package let line: Int
        /// In lower case, as chrony does not care.
        package let name: String
        package let arguments: [String]
    }

    /// A reference clock.
    package struct ReferenceClock: Sendable, Equatable {
        /// `PHC`, `SHM`, `PPS`, `SOCK`.
        package let driver: String
        /// The device, or an interface with chrony 4.7.
        package let parameter: String
        package let options: [String: String]
        package let file: String?
        package let line: Int

        /// log2 of the seconds between readings of the device.
        package var driverPoll: Int { options["dpoll"].flatMap { Int($0) } ?? 0 }
    }

    package let directives: [Directive]

    package var referenceClocks: [ReferenceClock] { [] }

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// `chronyd --version` or `chronyc --version`.
package struct ChronyVersion: HostOutput {
    package let version: Version
    /// Such as `+REFCLOCK`.
    package let features: [String]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}
