package import Orchestration

/// What a host is made of, as its firmware says: DMI, else the device tree, and its processor.
package struct HostMachine: HostOutput {
    /// Such as `Amazon EC2`; `Xen` on its older instances, `QEMU` where all is emulated.
    package let vendor: String?
    /// Such as `c7i.large`.
    package let product: String?
    /// Such as `AMD EPYC 9R14`; Arm's have no name.
    package let processor: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        vendor = text.nonEmpty(try text.value("vendor", from: &place))
        product = text.nonEmpty(try text.value("product", from: &place))
        processor = text.nonEmpty(try text.value("processor", from: &place))
    }

    /// Those who make hardware of software; we do, too, where a test plays a machine.
    private static let emulators: Set = ["QEMU", "Bochs", "ptp-verify"]
    /// What the device tree calls QEMU's machines without firmware.
    private static let emulatedBoard = "linux,dummy-virt"

    /// Whether its hardware is software.
    ///
    /// A hypervisor alone does not make it so: EC2 has one, and lends real hardware. On older instances it is Xen.
    package var isEmulated: Bool {
        vendor.map(Self.emulators.contains) == true || product == Self.emulatedBoard
            || processor?.hasPrefix("QEMU ") == true
    }

    /// What a report says of it; `nil` where the host says nothing, as in some containers.
    package var info: MachineInfo? {
        let names = [vendor, product].compactMap(\.self)
        let name = names.isEmpty ? processor : names.joined(separator: " ")
        return name.map { MachineInfo(name: $0, isEmulated: isEmulated) }
    }
}

extension Span<UInt8> {
    fileprivate func nonEmpty(_ value: Range<Int>) -> String? { value.isEmpty ? nil : text(value) }
}
