/// What tells which driver there is, where nobody looked at the one that is loaded.
extension Scene {
    static let firstWithClock = Version(2, 10, 0)
    private static let firstWithDevlink = Version(2, 16, 0)

    /// The driver's version as `ethtool -i` or `modinfo` told it, as a line of evidence.
    ///
    /// It tells why there is no clock only where none is known, and where the loaded driver itself was not seen.
    func witness(where matches: (DriverVersion) -> Bool) -> [String]? {
        guard facts.module.value == nil, !showsClock, !isOrdinary, facts.isEnabled == nil else { return nil }
        guard let (source, version) = driverTold, matches(version) else { return nil }
        return ["\(source): ena \(version.text)"]
    }

    /// The file on disk, where `modinfo` lists its parameters and the clock's is not among them, although the driver is
    /// of an age that has it; as a line of evidence.
    var fileBuiltWithoutClock: [String]? {
        guard facts.module.value == nil, !showsClock, !isOrdinary, facts.isEnabled == nil,
            let file = facts.moduleFile.value, case .amazon(let version) = file.version,
            version >= Self.firstWithClock,
            // The first parameter, and others behind it: who picks out single ones may have left out the clock's.
            file.parameters.first == "debug", file.parameters.count > 1, !file.parameters.contains("phc_enable")
        else { return nil }
        // On new kernels such a driver may have devlink's switch instead.
        if version >= Self.firstWithDevlink,
            file.kernel.flatMap(Version.init(leading:)).map({ $0 >= Version(6, 17) }) ?? true
        {
            return nil
        }
        if let info = facts.driverInfo.value,
            info.driver != "ena" || info.version != nil && info.version != file.version
        {
            return nil
        }
        return ["modinfo: ena \(version)g with the parameters \(file.parameters.joined(separator: ", "))"]
    }

    /// What tells that the driver has no clock to switch on, so that another one is needed; as lines of evidence.
    var driverWithoutClock: [String]? {
        if let told = witness(where: { $0.isOld(before: Self.firstWithClock) || $0.isOfOldKernel }) { return told }
        if let built = fileBuiltWithoutClock { return built }
        guard mayHideClock, facts.module.value?.isBuiltIn != true else { return nil }
        let isOld = facts.amazonVersion.map { $0 < Self.firstWithClock } ?? false
        return isOld || ladder.failed(.driver) && facts.knowsClock == false ? details(.driver) : nil
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
        guard file.path?.split(separator: "/").contains("kernel") == true, file.isInTree != false,
            let kernel = file.kernel
        else { return nil }
        return ("modinfo", .kernelRelease(kernel))
    }
}

extension ModuleFile {
    /// The release of the kernel that the driver is for, by its path.
    fileprivate var kernel: String? {
        let parts = path?.split(separator: "/").map(String.init) ?? []
        guard parts.last?.hasPrefix("ena.ko") == true, let place = parts.firstIndex(of: "modules"),
            place + 1 < parts.endIndex
        else { return nil }
        return parts[place + 1]
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
