/// A PTP clock that the kernel knows.
package struct ClockDevice: Sendable, Equatable {
    /// Its node below `/dev`, such as `ptp0`.
    package let node: String
    /// What its driver calls it, such as `ena-ptp-05`.
    package let name: String
    /// Whether it is the clock of an ENA: `ptp_kvm`, Hyper-V and others are PTP clocks too and prove nothing.
    package let isENA: Bool

    package init(node: String, name: String) {
        self.node = node
        self.name = name
        let text = name.utf8
        isENA =
            text.starts(with: "ena-ptp-".utf8) && text.count == "ena-ptp-".utf8.count + 2
            && text.suffix(2).allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }
}

/// The clocks with their names: lines `ptp0 ena-ptp-05`, or `/sys/class/ptp/ptp0: ena-ptp-05` as AWS's guide prints them.
package struct ClockList: HostOutput {
    package let clocks: [ClockDevice]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// `ls -l /dev/ptp*`: nodes and symlinks.
package struct ClockNodes: HostOutput {
    package struct Node: Sendable, Equatable {
        /// Its path, such as `/dev/ptp_ena`.
        package let path: String
        /// What a symlink points to, as it is written.
        package let target: String?
        package let mode: String
        package let group: String
    }

    package let nodes: [Node]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// Two readings of the clock, a second apart: one line `elapsed-of-clock elapsed-of-system offset width`, nanoseconds.
package struct ClockReading: HostOutput {
    package let clockElapsed: Int
    package let systemElapsed: Int
    /// The clock's time minus the system's.
    package let offset: Int
    /// How long one reading took: the offset is known as exactly as this.
    package let width: Int

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// `phc_error_bound`: the clock's own error, in nanoseconds.
package struct ErrorBound: HostOutput {
    package let nanoseconds: Int

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}
