import Orchestration
import PTP
import Shell

/// The driver unloaded and loaded: it happens by itself, two seconds later, and a timer saves the machine.
extension Machine {
    private static let announcement =
        "the driver is reloaded in two seconds; its result will be in /run/ptp-verify/result\n"

    private mutating func detach(_ appointment: Appointment, at now: Timestamp) -> CommandResult {
        agenda.removeAll { $0.what != .reboot }
        agenda.append(Appointed(at: now + .seconds(2), what: appointment))
        agenda.append(Appointed(at: now + .seconds(300), what: .rescue))
        (hasReloaded, reloadStatus, undoneByReload) = (true, nil, nil)
        return .said(Self.announcement)
    }

    mutating func startReload(at now: Timestamp) -> CommandResult {
        if obstacles.contains(.secureBoot), isDriverBuilt {
            let path = Self.builtDriverPath(image)
            return Self.failed(
                "Secure Boot lets in signed modules only, and \(path) has no signature; the driver was not touched"
            )
        }
        if obstacles.contains(.builtIn) {
            return Self.failed("there is no driver to load after this one; it was not touched")
        }
        if !(module.driver?.clockSwitch == .parameter && module.isEnabled) { remember("switched module 0") }
        return detach(.reload(isTold: true), at: now)
    }

    mutating func startSwitching(_ address: String, at now: Timestamp) -> CommandResult {
        guard canStartClock, module.driver?.clockSwitch == .devlink else {
            return Self.failed(
                "the driver refuses to offer a clock",
                complaining: "Error: ena: Device doesn't support PHC.\nkernel answers: Operation not supported\n"
            )
        }
        remember("switched \(address) 0")
        return detach(.restartDevice(isTold: true), at: now)
    }

    mutating func startSwitchingBack(_ address: String?, at now: Timestamp) -> CommandResult {
        let result = detach(address == nil ? .reload(isTold: nil) : .restartDevice(isTold: false), at: now)
        undoneByReload = "switched \(address ?? "module") 0"
        return result
    }

    mutating func endRescue() -> CommandResult {
        agenda.removeAll { $0.what == .rescue }
        guard hasReloaded, let status = reloadStatus else { return .said("the host has started anew meanwhile\n") }
        if status == 0, let change = undoneByReload { drop(change) }
        (hasReloaded, reloadStatus, undoneByReload) = (false, nil, nil)
        guard status != 0 else { return .said("the driver is loaded\n") }
        return Self.failed(
            "the driver could not be loaded with its clock",
            after: "the driver found no device with its clock enabled: it is loaded without\n"
        )
    }

    mutating func triggerUdev() -> CommandResult {
        hasSymlink = makesSymlink && !obstacles.contains(.losesSymlink)
        guard hasSymlink, let node else {
            return Self.failed("udev has read its rules, but /dev/ptp_ena is not there")
        }
        return .said("lrwxrwxrwx 1 root root 4 Nov 22 12:00 /dev/ptp_ena -> ptp\(node)\n")
    }

    mutating func stampPackets(_ interface: String, _ isOn: Bool) -> CommandResult {
        if isOn { remember("stamping \(interface)") }
        guard module.driver?.stampsPackets == true, tools.contains(Tools("hwstamp_ctl")) else {
            return Self.failed(
                "\(interface) does not stamp packets",
                complaining: "SIOCSHWTSTAMP failed: Operation not supported\n"
            )
        }
        isStampingPackets = isOn
        if !isOn { undid("stamping \(interface)") }
        return .said("current settings:\ntx_type 0\nrx_filter 0\nnew settings:\ntx_type 0\nrx_filter \(isOn ? 1 : 0)\n")
    }
}
