package import Shell

/// What a host said about its clock and everything that the clock needs.
///
/// What it did not say is `missing`, with the reason, never zero.
package struct HostFacts: Sendable, Equatable {
    package var system = Answer<OperatingSystem>.missing(.notAsked)
    package var kernel = Answer<Kernel>.missing(.notAsked)
    package var machine = Answer<HostMachine>.missing(.notAsked)
    package var boot = Answer<OneLine>.missing(.notAsked)
    package var access = Answer<HostAccess>.missing(.notAsked)
    package var cloudInit = Answer<CloudInitStatus>.missing(.notAsked)
    package var secureBoot = Answer<SecureBoot>.missing(.notAsked)
    package var interface = Answer<NetworkInterface>.missing(.notAsked)
    package var module = Answer<LoadedModule>.missing(.notAsked)
    package var moduleFile = Answer<ModuleFile>.missing(.notAsked)
    package var driverInfo = Answer<DriverInfo>.missing(.notAsked)
    package var timestamping = Answer<Timestamping>.missing(.notAsked)
    package var devlink = Answer<DevlinkParameter>.missing(.notAsked)
    package var counters = Answer<ClockCounters>.missing(.notAsked)
    package var clocks = Answer<ClockList>.missing(.notAsked)
    package var nodes = Answer<ClockNodes>.missing(.notAsked)
    package var symlink = Answer<OneLine>.missing(.notAsked)
    package var reading = Answer<ClockReading>.missing(.notAsked)
    package var errorBound = Answer<ErrorBound>.missing(.notAsked)
    package var packetTimestamping = Answer<PacketTimestamping>.missing(.notAsked)
    package var persisted = Answer<Lines>.missing(.notAsked)
    package var chronyVersion = Answer<ChronyVersion>.missing(.notAsked)
    package var units = Answer<UnitStates>.missing(.notAsked)
    package var chronyFiles = Answer<ChronyConfiguration>.missing(.notAsked)
    package var chronyConfiguration = Answer<ChronyConfiguration>.missing(.notAsked)
    package var sources = Answer<ChronySources>.missing(.notAsked)
    package var statistics = Answer<ChronyStatistics>.missing(.notAsked)
    package var tracking = Answer<ChronyTracking>.missing(.notAsked)
    /// What somebody picked out of an answer, where there is no whole one: nothing is proved by it.
    package var trackingExcerpt = Answer<ChronyTrackingExcerpt>.missing(.notAsked)
    /// What the kernel says of the interface's device, where somebody looked there.
    package var deviceEvent = Answer<DeviceEvent>.missing(.notAsked)
    /// What the programs of linuxptp said, where somebody kept it.
    package var linuxptpLog = Answer<Lines>.missing(.notAsked)
    package var chronyLog = Answer<Lines>.missing(.notAsked)
    package var kernelLog = Answer<Lines>.missing(.notAsked)
    package var build = Answer<BuildMeans>.missing(.notAsked)
    package var changes = Answer<HostChanges>.missing(.notAsked)

    /// Nothing is known.
    package init() {}

    /// Reads an answer, and forgets what was known before.
    package mutating func read(_ result: CommandResult, of probe: Probe) {
        switch probe {
        case .system: system = Answer(result)
        case .kernel: kernel = Answer(result)
        case .machine: machine = Answer(result)
        case .boot: boot = Answer(result)
        case .access: access = Answer(result)
        case .cloudInit: cloudInit = Answer(result)
        case .secureBoot: secureBoot = Answer(result)
        case .interface: interface = Answer(result)
        case .module: module = Answer(result)
        case .moduleFile: moduleFile = Answer(result)
        case .driverInfo: driverInfo = Answer(result)
        case .timestamping: timestamping = Answer(result)
        case .devlink: devlink = Answer(result)
        case .counters: counters = Answer(result)
        case .clocks: clocks = Answer(result)
        case .nodes: nodes = Answer(result)
        case .symlink: symlink = Answer(result)
        case .reading: reading = Answer(result)
        case .errorBound: errorBound = Answer(result)
        case .packetTimestamping: packetTimestamping = Answer(result)
        case .persisted: persisted = Answer(result)
        case .chronyVersion: chronyVersion = Answer(result)
        case .units: units = Answer(result)
        case .chronyFiles: chronyFiles = Answer(result)
        case .chronyConfiguration: chronyConfiguration = Answer(result)
        case .sources: sources = Answer(result)
        case .statistics: statistics = Answer(result)
        case .tracking: tracking = Answer(result)
        case .chronyLog: chronyLog = Answer(result)
        case .kernelLog: kernelLog = Answer(result)
        case .build: build = Answer(result)
        case .changes: changes = Answer(result)
        }
    }
}

// MARK: - What follows from several answers

extension HostFacts {
    /// EC2's own time source: of stratum 1 on hosts with a clock to offer, of 3 on ordinary ones.
    package static let linkLocalSources = ["169.254.169.123", "fd00:ec2::123"]

    /// The stratum of EC2's own time source, once it has answered.
    package var linkLocalStratum: Int? {
        sources.value?.rows.first { Self.linkLocalSources.contains($0.name) }.flatMap {
            $0.stratum > 0 ? $0.stratum : nil
        }
    }

    /// The ENA's clocks; `nil` where the clocks could not be listed, or only some of them, of which none is an ENA's.
    package var ownClocks: [ClockDevice]? {
        guard let list = clocks.value else { return nil }
        let own = list.clocks.filter(\.isENA)
        return own.isEmpty && !list.isWhole ? nil : own
    }

    /// Whether the driver was told to offer its clock, by whichever of the two switches it has.
    package var isEnabled: Bool? { module.value?.isClockEnabled ?? devlink.value?.isEnabled }

    /// Whether the loaded driver knows of the clock at all.
    package var knowsClock: Bool? {
        if isEnabled != nil { return true }
        guard let module = module.value, module.isLoaded else { return nil }
        return false
    }

    /// chrony's reference clocks of kind PHC, as chrony reads its configuration, else as its files say.
    package var clockDirectives: [ChronyConfiguration.ReferenceClock]? {
        (chronyConfiguration.value ?? chronyFiles.value)?.referenceClocks.filter { $0.driver == "PHC" }
    }
}
