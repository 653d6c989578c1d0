/// A reader as a value: what an answer to each question is read with.
package struct OutputReader: Sendable {
    /// What it reads.
    package let kind: OutputKind
    /// Reads a text and keeps nothing of it.
    package let check: @Sendable (Span<UInt8>) throws(Unreadable) -> Void

    private init<Output: HostOutput>(_ kind: OutputKind, _: Output.Type) {
        self.kind = kind
        check = { text throws(Unreadable) in _ = try Output(text) }
    }

    private init<Output: HostOutput>(_ probe: Probe, _ type: Output.Type) { self.init(.answer(probe), type) }

    /// Every reader there is.
    package static let all: [OutputReader] =
        Probe.allCases.map(reader) + [
            OutputReader(.samples, ChronySamples.self), OutputReader(.timeSettings, KeyValues.self),
            OutputReader(.deviceEvent, DeviceEvent.self), OutputReader(.linuxPTP, Lines.self),
        ]

    /// What reads the answer to a question.
    package static func reader(_ probe: Probe) -> OutputReader {
        switch probe {
        case .system: OutputReader(probe, OperatingSystem.self)
        case .kernel: OutputReader(probe, Kernel.self)
        case .machine: OutputReader(probe, HostMachine.self)
        case .boot, .symlink: OutputReader(probe, OneLine.self)
        case .access: OutputReader(probe, HostAccess.self)
        case .cloudInit: OutputReader(probe, CloudInitStatus.self)
        case .secureBoot: OutputReader(probe, SecureBoot.self)
        case .interface: OutputReader(probe, NetworkInterface.self)
        case .module: OutputReader(probe, LoadedModule.self)
        case .moduleFile: OutputReader(probe, ModuleFile.self)
        case .driverInfo: OutputReader(probe, DriverInfo.self)
        case .timestamping: OutputReader(probe, Timestamping.self)
        case .devlink: OutputReader(probe, DevlinkParameter.self)
        case .counters: OutputReader(probe, ClockCounters.self)
        case .clocks: OutputReader(probe, ClockList.self)
        case .nodes: OutputReader(probe, ClockNodes.self)
        case .reading: OutputReader(probe, ClockReading.self)
        case .errorBound: OutputReader(probe, ErrorBound.self)
        case .packetTimestamping: OutputReader(probe, PacketTimestamping.self)
        case .persisted, .chronyLog, .kernelLog: OutputReader(probe, Lines.self)
        case .chronyVersion: OutputReader(probe, ChronyVersion.self)
        case .units: OutputReader(probe, UnitStates.self)
        case .chronyFiles, .chronyConfiguration: OutputReader(probe, ChronyConfiguration.self)
        case .sources: OutputReader(probe, ChronySources.self)
        case .statistics: OutputReader(probe, ChronyStatistics.self)
        case .tracking: OutputReader(probe, ChronyTracking.self)
        case .build: OutputReader(probe, BuildMeans.self)
        case .changes: OutputReader(probe, HostChanges.self)
        }
    }
}
