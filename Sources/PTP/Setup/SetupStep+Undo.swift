extension SetupStep {
    /// What `ptp-verify restore` does about it, in words; `nil` where there is nothing to undo.
    package var undo: String? {
        switch action {
        case .install(let packages, _): "restore with --packages removes \(packages.joined(separator: ", "))"
        case .write(let path, _, _), .insert(let path, _), .silence(let path, _):
            "restore puts \(path) back as it was, or removes it where it was not there"
        case .buildDriver: "restore removes the module, so that the distribution's driver is loaded again"
        case .rebuildInitramfs: "restore makes the initramfs anew without our files"
        case .reloadDriver, .switchDevlink: "restore switches the clock off again and reloads the driver"
        case .addKernelArgument(let argument): "restore takes \(argument) back"
        case .enable(let unit), .stop(let unit), .restartChrony(let unit): "restore leaves \(unit) as it was"
        case .stampPackets(let interface): "restore ends the stamping of packets on \(interface)"
        case .awaitCloudInit, .endRescue, .reboot, .triggerUdev, .stepClock, .putBack, .remove, .putBackUnit,
            .removeKernelArgument, .switchBack, .endStamping, .uninstall, .forget:
            nil
        }
    }
}
