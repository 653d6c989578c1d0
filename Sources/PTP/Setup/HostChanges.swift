/// What we changed on a host, as the host itself remembers it: everything that `restore` undoes.
package struct HostChanges: HostOutput {
    /// Where it stands, one line per change, in the order in which they were made.
    package static let path = "/var/lib/ptp-verify/changes"

    package enum Change: Sendable, Equatable {
        /// A file that was not there before: `created PATH`.
        case created(path: String)
        /// A file that was there: `changed PATH`; what it held is kept below `/var/lib/ptp-verify/before`.
        case changed(path: String)
        /// A unit of systemd as it was: `unit NAME enabled|disabled|… active|inactive`.
        case unit(name: String, file: String, active: String)
        /// A package that was not there: `installed MANAGER NAME`.
        case installed(manager: String, name: String)
        /// The driver's switch as it was: `switched module|devlink 0|1`.
        case switched(by: String, was: Bool)
        /// Packet timestamping, which was off: `stamping INTERFACE`.
        case stamping(interface: String)
    }

    package let changes: [Change]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}
