/// One thing to be done on a host so that its clock is used: decided from facts, doing it twice does no harm.
package struct SetupStep: Sendable, Equatable {
    /// What is done; all that a host needs to know to do it.
    package enum Action: Sendable, Equatable {
        /// Wait until the first boot is over.
        case awaitCloudInit
        /// Install what is missing.
        case install([String], with: PackageManager)
        /// Write a file of ours, whole; what was there is kept for `restore`.
        case write(path: String, content: String, mode: String = "0644")
        /// Put our lines into a file of somebody else, between markers.
        case insert(path: String, content: String)
        /// Make the initramfs anew, so that the driver's options count from the start.
        case rebuildInitramfs(with: InitramfsTool)
        /// Build the driver from a release and install it for the running kernel.
        case buildDriver(release: String, bundle: String?)
        /// Unload the driver and load it with its clock, detached from this connection, with a rescue timer.
        case reloadDriver
        /// Tell the driver of newer kernels to offer its clock, detached, with a rescue timer.
        case switchDevlink(address: String)
        /// The rescue timer is not needed any more.
        case endRescue
        /// Make udev read its rules and apply them.
        case triggerUdev
        /// Let another daemon give way.
        case stop(unit: String)
        /// Let chrony read its configuration: checked before, and the previous one put back when it does not start.
        case restartChrony(unit: String)
        /// Put the system clock right at once.
        case stepClock
        /// Let the interface stamp what it receives.
        case stampPackets(interface: String)
    }

    /// A stable name, such as `driver-option`.
    package let id: String
    /// Why it is needed, in words, from the facts.
    package let reason: String
    package let action: Action
}

/// The package managers of the distributions.
package enum PackageManager: String, Sendable, CaseIterable {
    case dnf, yum, apt, zypper
}

/// What makes an initramfs.
package enum InitramfsTool: String, Sendable, CaseIterable {
    case dracut
    case updateInitramfs = "update-initramfs"
    case mkinitrd
}
