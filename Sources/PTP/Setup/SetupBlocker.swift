/// What stands in the way of a clock that is used: nothing that can be done on the host without its owner changes it.
package enum SetupBlocker: Sendable, Equatable {
    /// Commands cannot be run as root.
    case noRights(String)
    /// Nobody knows how things are done there.
    case unknownDistribution(String)
    /// The network does not come through an ENA.
    case noENA(driver: String?)
    /// Something that a decision rests on is not known.
    case unseen(String, Absence)
    /// A driver would have to be built, but only signed ones are let in.
    case secureBoot
    /// The same, because the kernel wants it so.
    case enforcedSignatures
    /// Another file than ours switches the clock off when the host starts.
    case overruled(String)
    /// A driver would have to be built, but this one is part of the kernel.
    case builtIn
    /// The driver would have to be changed, but nothing speaks for a clock in this hardware.
    case noHardware
    /// A driver would have to be built, but there is no room.
    case noRoom(directory: String, kilobytes: Int)
    /// A reload would take the network, and nothing could run it detached.
    case nothingRunsDetached
    /// The driver offers its clock, but there is none: placement or hardware.
    case noDevice
    /// chrony reads its configuration from somewhere else.
    case noChronyFile(String)
}

extension SetupBlocker: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noRights(let complaint):
            "nothing can be changed without the right to act as root: \(complaint). Let the user run sudo "
                + "without a password"
        case .unknownDistribution(let name): "it is not known how \(name) wants things done: set the host up by hand"
        case .noENA(nil):
            "the network comes through something that is no device itself, such as a bridge or a VPN, and no ENA was "
                + "found below it: see `ip route get 1.1.1.1`, and let the default route lead through an ENA"
        case .noENA(let driver?):
            "the network comes through \(driver), not through an ENA: choose an instance type with ENA"
        case .unseen(let what, let absence): "\(what) could not be found out: \(absence)"
        case .secureBoot:
            "the driver has to be built, but Secure Boot lets in signed modules only: use an image without "
                + "Secure Boot, or one whose driver has the clock"
        case .enforcedSignatures:
            "the driver has to be built, but the kernel lets in signed modules only (module.sig_enforce): start it "
                + "without that argument, or use an image whose driver has the clock"
        case .overruled(let path):
            "\(path) switches the driver's clock off at the next start, and is read after ours: take its phc_enable out"
        case .builtIn:
            "the driver has no clock and is part of the kernel: use a kernel of 6.17 or newer, or one with the "
                + "driver as a module"
        case .noHardware:
            "the driver shows no clock, and was left as it is, because nothing speaks for a clock in this hardware: "
                + "choose the driver \"build\" to try all the same"
        case .noRoom(let directory, let kilobytes):
            "the driver has to be built, but \(directory) has only \(kilobytes / 1024) MiB left: use a disk of "
                + "16 GiB or more"
        case .nothingRunsDetached:
            "the driver has to be reloaded, but without systemd-run nothing could save the host if that fails: "
                + "reboot it by hand"
        case .noDevice:
            "the driver offers its clock, but there is none: launch the instance in a precision-time placement "
                + "group, or choose another type"
        case .noChronyFile(let path):
            "chrony's configuration \(path) could not be read: its line has to be written by hand"
        }
    }
}
