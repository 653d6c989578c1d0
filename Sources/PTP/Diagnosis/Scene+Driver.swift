/// What tells which driver there is, where nobody looked at the one that is loaded.
extension Scene {
    /// The driver's version as `ethtool -i` or `modinfo` told it, as a line of evidence.
    ///
    /// It tells why there is no clock only where none is known, and where the loaded driver itself was not seen.
    func witness(where matches: (DriverVersion) -> Bool) -> [String]? {
        guard facts.module.value == nil, !showsClock, !isOrdinary, facts.isEnabled == nil else { return nil }
        guard let (source, version) = driverTold, matches(version) else { return nil }
        return ["\(source): ena \(version.text)"]
    }

    /// What the loaded driver says of itself, else what the file on disk does.
    private var driverTold: (source: String, version: DriverVersion)? {
        if let info = facts.driverInfo.value {
            guard info.driver == "ena", let version = info.version else { return nil }
            return ("ethtool -i", version)
        }
        guard let file = facts.moduleFile.value, !file.parameters.contains("phc_enable") else { return nil }
        if let version = file.version { return ("modinfo", version) }
        // Where the driver has no version of its own, that of its kernel is in its path.
        let parts = file.path?.split(separator: "/").map(String.init) ?? []
        guard parts.last?.hasPrefix("ena.ko") == true, parts.contains("kernel"), file.isInTree != false,
            let place = parts.firstIndex(of: "modules"), place + 1 < parts.endIndex
        else { return nil }
        return ("modinfo", .kernelRelease(parts[place + 1]))
    }
}

extension DriverVersion {
    /// Whether it is Amazon's, of an age that does not know the clock.
    func isOld(before first: Version) -> Bool {
        guard case .amazon(let version) = self else { return false }
        return version < first
    }

    /// Whether it is the kernel's own, of an age that does not know the clock: it does from 6.17 on.
    var isOfOldKernel: Bool {
        switch self {
        case .amazon: false
        case .kernelTree: true
        case .kernelRelease(let release): Version(leading: release).map { $0 < Version(6, 17) } ?? false
        }
    }
}
