import Orchestration
import PTP
import Shell

/// Packages, and drivers that are built.
extension Machine {
    /// Whether a package is there, going by what it brings.
    private func has(_ package: String) -> Bool { tools.contains(Tools(ofPackage: package)) }

    mutating func install(_ packages: [String], with manager: PackageManager, at now: Timestamp) -> CommandResult {
        let missing = packages.filter { !has($0) }
        guard !missing.isEmpty else { return .said("all are installed already\n") }
        if manager == .apt, missing.contains("chrony"), daemons[.timesyncd].isThere {
            remember("removed apt systemd-timesyncd")
        }
        for package in missing { remember("installed \(manager.rawValue) \(package)") }
        let names = missing.joined(separator: " ")
        if let complaint = complaint(of: manager, about: missing) {
            return Self.failed("could not install \(names)", after: "\(complaint)\n")
        }
        for package in missing { tools.formUnion(Tools(ofPackage: package)) }
        if missing.contains("chrony") {
            if files[image.chronyPath] == nil {
                for file in image.filesOfChrony.files { files[file.path] = file.content }
            }
            daemons[.timesyncd] = Daemons.State()
            chrony.isEnabled = true
            startChrony(at: now)
        }
        return .said("Complete!\n")
    }

    /// What a package manager says when it cannot install.
    private func complaint(of manager: PackageManager, about packages: [String]) -> String? {
        if obstacles.contains(.noInternet) {
            return switch manager {
            case .dnf:
                "Error: Failed to download metadata for repo 'amazonlinux': Cannot prepare internal mirrorlist: "
                    + "Curl error (28): Timeout was reached"
            case .yum: "Cannot find a valid baseurl for repo: amzn2-core/2/\(image.machine)"
            case .apt: "E: Unable to locate package \(packages[0])"
            case .zypper: "Problem retrieving files from 'SLE-Module-Basesystem15-SP6-Pool'."
            }
        }
        if obstacles.contains(.noHeaders), let headers = packages.first(where: { Tools(ofPackage: $0) == .headers }) {
            return switch manager {
            case .dnf, .yum: "Error: Unable to find a match: \(headers)"
            case .apt: "E: Unable to locate package \(headers)"
            case .zypper: "Package '\(headers)' not found."
            }
        }
        guard obstacles.contains(.fullDisk) else { return nil }
        return manager == .apt
            ? "E: You don't have enough free space in /var/cache/apt/archives/."
            : "Error: Transaction test error:\n  At least 53MB more space needed on the / filesystem."
    }

    mutating func uninstall(
        _ packages: [String],
        installing others: [String],
        with manager: PackageManager,
        at now: Timestamp
    ) -> CommandResult {
        for package in packages {
            tools.subtract(Tools(ofPackage: package))
            if package == "chrony" {
                chrony.stop(at: now)
                chrony.isEnabled = false
                for file in image.filesOfChrony.files where image.files[file.path] == nil { files[file.path] = nil }
            }
            drop("installed \(manager.rawValue) \(package)")
        }
        for package in others {
            if package == "systemd-timesyncd" {
                daemons[.timesyncd] = Daemons.State(isThere: true, isEnabled: true, isRunning: true)
            }
            drop("removed \(manager.rawValue) \(package)")
        }
        return .said("Complete!\n")
    }

    mutating func build(_ release: DriverRelease, _ bundle: String?) -> CommandResult {
        let path = Self.builtDriverPath(image)
        let driver = Driver.amazon("\(release.version?.description ?? "0")g")
        if obstacles.contains(.secureBoot) {
            return Self.failed("Secure Boot lets in signed modules only; the driver was not built")
        }
        if isDriverBuilt, driverOnDisk == driver { return .said("\(path) is there already\n") }
        guard tools.contains(.headers) else {
            return Self.failed("the headers of the running kernel \(image.kernel) are missing")
        }
        if obstacles.contains(.noInternet), bundle == nil {
            let url = "https://github.com/amzn/amzn-drivers/archive/refs/tags/\(release.tag).tar.gz"
            return Self.failed(
                "could not fetch \(url): a host without internet needs an offline bundle",
                complaining: "curl: (28) Failed to connect to github.com port 443 after 20001 ms: Timeout was reached\n"
            )
        }
        if image.kernelCompiler != nil, !tools.contains(.kernelCompiler) {
            return Self.failed(
                "the driver \(release.tag) could not be built for the kernel \(image.kernel)",
                after: "gcc: error: unrecognized command-line option '-ftrivial-auto-var-init=zero'\n"
            )
        }
        if obstacles.contains(.compilerErrors) || !tools.contains(.compiler) {
            return Self.failed(
                "the driver \(release.tag) could not be built for the kernel \(image.kernel)",
                after: """
                    ERROR: modpost: "ethtool_puts" [/var/lib/ptp-verify/build/source/kernel/linux/ena/ena.ko] undefined!
                    make[2]: *** [scripts/Makefile.modpost:145: Module.symvers] Error 1

                    """
            )
        }
        if !isDriverBuilt {
            remember("created /lib/modules/\(image.kernel)/updates")
            remember("created \(path)")
            driverBefore = driverOnDisk
        }
        drop(Self.renewed)
        driverOnDisk = driver
        isDriverBuilt = true
        return .said("built \(path), version \(driver.version ?? "")\n")
    }
}
