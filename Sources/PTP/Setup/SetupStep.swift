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
        /// Turn lines of somebody else's file into comments, where they still name a reference clock or other files.
        case silence(path: String, lines: [Int])
        /// Make the initramfs anew, so that the driver's options count from the start.
        case rebuildInitramfs(with: InitramfsTool)
        /// Build the driver from a release and install it for the running kernel.
        case buildDriver(release: DriverRelease, bundle: String?)
        /// Unload the driver and load it with its clock, detached from this connection, with a rescue timer.
        case reloadDriver
        /// Tell the driver of newer kernels to offer its clock, detached, with a rescue timer.
        case switchDevlink(address: String)
        /// Wait for the end of what runs detached; the rescue timer is not needed any more.
        case endRescue
        /// Give the kernel an argument from its next start on.
        case addKernelArgument(String)
        /// Start the host anew.
        case reboot
        /// Let a unit start with the host.
        case enable(unit: String)
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

        // What `restore` does.

        /// Put a file back as it was before us.
        case putBack(path: String)
        /// Remove a file, or an empty directory, that was not there before us.
        case remove(path: String)
        /// Let a unit be as it was.
        case putBackUnit(name: String, file: String, active: String)
        /// Take back a kernel argument of ours.
        case removeKernelArgument(String)
        /// Load the driver as it comes without us, or with an address hide its clock by devlink; both detached.
        case switchBack(address: String?)
        /// Let the interface stamp no more.
        case endStamping(interface: String)
        /// Remove packages that were not there before us, and install those that had to give way.
        case uninstall([String], installing: [String], with: PackageManager)
        /// Remove what we keep on the host for `restore`.
        case forget
    }

    /// A stable name, such as `driver-option`.
    package let id: String
    /// Why it is needed, in words, from the facts.
    package let reason: String
    package let action: Action
    /// The steps of the same plan without which this one makes no sense, or does harm, by their names.
    package let needs: Set<String>

    package init(_ id: String, because reason: String, needs: Set<String> = [], _ action: Action) {
        self.id = id
        self.reason = reason
        self.needs = needs
        self.action = action
    }

    /// Whether the connection is lost on purpose: the host is there again a little later.
    package var losesConnection: Bool {
        switch action {
        case .reloadDriver, .switchDevlink, .switchBack, .reboot: true
        case .awaitCloudInit, .install, .write, .insert, .silence, .rebuildInitramfs, .buildDriver, .endRescue,
            .addKernelArgument, .enable, .triggerUdev, .stop, .restartChrony, .stepClock, .stampPackets, .putBack,
            .remove, .putBackUnit, .removeKernelArgument, .endStamping, .uninstall, .forget:
            false
        }
    }
}

/// The package managers of the distributions.
package enum PackageManager: String, Sendable, CaseIterable {
    case dnf, yum, apt, zypper
}

/// What makes an initramfs.
package enum InitramfsTool: String, Sendable, CaseIterable {
    // The first that is there counts: only Debian and its kin have the first, and may have the second besides.
    case updateInitramfs = "update-initramfs"
    case dracut
    case mkinitrd

    /// What a host with these programs makes its initramfs with.
    static func choice(_ tools: Set<String>) -> InitramfsTool? { allCases.first { tools.contains($0.rawValue) } }
}

/// A release of Amazon's drivers on GitHub.
package struct DriverRelease: Sendable, Equatable {
    /// From 2.16 on, a clock that cannot be had does not cost the network any more.
    package static let pinned = DriverRelease(tag: "ena_linux_2.16.1")

    package let tag: String
    /// The SHA-256 of its tarball, in hexadecimal; checked where it is known.
    package let digest: String?

    package init(tag: String, digest: String? = nil) {
        self.tag = tag
        self.digest = digest
    }

    /// The driver's version.
    package var version: Version? {
        tag.split(separator: "_").last.flatMap { Version(leading: String($0)) }
    }
}
