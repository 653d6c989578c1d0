/// Rungs 0 to 3: what was promised, and whether hardware and driver are there.
extension Ladder {
    var declared: Standing {
        let launch = situation.launch
        guard let declared = launch.declared else { return .unknown("nobody asked EC2 about the type") }
        let type = launch.type ?? "the type"
        guard declared else { return .judged(false, "EC2 declares that \(type) has no clock") }
        if launch.isLegacyOffer {
            return .judged(true, "EC2 declares that \(type) has the clock, in \(launch.region ?? "") without a group")
        }
        guard let placement = launch.placement else {
            return .unknown("EC2 declares that \(type) has the clock; in which placement group it runs is unknown")
        }
        let isPlaced = placement == Situation.Launch.precisionTime
        let place = placement == "none" ? "in no placement group" : "in a placement group of strategy \(placement)"
        return .judged(isPlaced, "EC2 declares that \(type) has the clock; it was launched \(place)")
    }

    var hardware: Standing {
        guard let stratum = linkLocalStratum else {
            let absence = facts.sources.absence ?? .failed(status: nil, complaint: "")
            let why = facts.sources.value == nil ? absence : nil
            return .unknown("the stratum of \(HostFacts.linkLocalSources[0]) is not known", because: why)
        }
        let detail = "\(HostFacts.linkLocalSources[0]) is of stratum \(stratum)"
        // Enhanced hosts show 1, ordinary ones 3; what lies between proves neither.
        return stratum == 2 ? .unknown(detail) : .judged(stratum == 1, detail)
    }

    /// The stratum of EC2's own source: as chrony lists it, or one less than that of a host that follows it.
    var linkLocalStratum: Int? {
        if let stratum = facts.linkLocalStratum { return stratum }
        guard let tracking = facts.tracking.value, tracking.isSynchronised, tracking.stratum > 1,
            HostFacts.linkLocalSources.contains(tracking.name)
        else { return nil }
        return tracking.stratum - 1
    }

    var driver: Standing {
        guard let interface = facts.interface.value, let driver = interface.driver else {
            return .unknown(
                "the driver of the default route's interface is not known",
                because: facts.interface.absence
            )
        }
        guard driver == "ena" else { return .judged(false, "\(interface.name) uses the driver \(driver)") }
        guard let knowsClock = facts.knowsClock else {
            return .unknown("whether the loaded driver knows the clock is not known", because: facts.module.absence)
        }
        let version = facts.module.value?.version.map { " \($0.text)" } ?? ""
        if !knowsClock, facts.mayHaveUnseenSwitch {
            return .unknown("the driver's switch could not be read", because: facts.devlink.absence)
        }
        return .judged(
            knowsClock,
            "\(interface.name) uses ena\(version), which \(knowsClock ? "knows" : "does not know") the clock"
        )
    }

    var enabled: Standing {
        guard let isEnabled = facts.isEnabled else {
            return .unknown("the driver's switch is not known", because: facts.module.absence ?? facts.devlink.absence)
        }
        let name = facts.module.value?.isClockEnabled == nil ? "enable_phc" : "phc_enable"
        return .judged(isEnabled, "\(name) is \(isEnabled ? 1 : 0)")
    }
}

extension HostFacts {
    /// Whether the driver is the kernel's own: it says no version of Amazon's.
    var isInTree: Bool? {
        guard let module = module.value, module.isLoaded else { return nil }
        if case .amazon = module.version { return false }
        return true
    }

    /// The version of Amazon's driver, where that is loaded.
    var amazonVersion: Version? {
        guard case .amazon(let version) = module.value?.version else { return nil }
        return version
    }

    /// Whether the driver may have the newer kernels' switch, which nobody could look at.
    var mayHaveUnseenSwitch: Bool {
        guard isInTree == true, let kernel = kernel.value?.version, kernel >= Version(6, 17) else { return false }
        switch devlink.absence {
        case .noSuchTool, .notPermitted, .notAsked, .noAnswer: return true
        case .notThere, .failed, .unreadable, nil: return false
        }
    }
}

extension DriverVersion {
    /// As the driver writes it.
    var text: String {
        switch self {
        case .amazon(let version): "\(version)g"
        case .kernelTree(let version): "\(version)K"
        case .kernelRelease(let release): release
        }
    }
}
