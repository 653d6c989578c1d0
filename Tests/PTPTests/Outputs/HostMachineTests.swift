import Orchestration
import PTP
import Shell
import Testing

/// What real hosts, virtual ones and emulated ones say of themselves.
@Suite struct HostMachineTests {
    @Test(arguments: [
        ("Amazon EC2", "c7i.large", "Intel(R) Xeon(R) Platinum 8488C", "Amazon EC2 c7i.large"),
        ("Amazon EC2", "m7g.medium", "", "Amazon EC2 m7g.medium"),
        ("Amazon EC2", "c5n.metal", "Intel(R) Xeon(R) Platinum 8124M CPU @ 3.00GHz", "Amazon EC2 c5n.metal"),
        ("Xen", "HVM domU", "Intel(R) Xeon(R) CPU E5-2666 v3 @ 2.90GHz", "Xen HVM domU"),
        ("Google", "Google Compute Engine", "Intel(R) Xeon(R) CPU @ 2.20GHz", "Google Google Compute Engine"),
        ("Dell Inc.", "PowerEdge R650", "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", "Dell Inc. PowerEdge R650"),
        ("", "Raspberry Pi 4 Model B Rev 1.4", "", "Raspberry Pi 4 Model B Rev 1.4"),
        ("", "", "AMD EPYC", "AMD EPYC"),
    ])
    func `a real machine is none that is emulated`(vendor: String, product: String, processor: String, name: String) {
        #expect(Self.read(vendor, product, processor)?.info == MachineInfo(name: name, isEmulated: false))
    }

    @Test(arguments: [
        ("QEMU", "Standard PC (Q35 + ICH9, 2009)", "QEMU Virtual CPU version 2.5+"),
        ("QEMU", "Standard PC (i440FX + PIIX, 1996)", "AMD EPYC"), ("Bochs", "Bochs", "Intel Core Processor (Haswell)"),
        // A machine that claims another name, one without firmware, and one of a test.
        ("Amazon EC2", "c7i.large", "QEMU TCG CPU version 2.5+"), ("", "linux,dummy-virt", ""),
        ("", "", "QEMU Virtual CPU version 2.5+"), ("ptp-verify", "stand-in for m7g.medium", "AMD EPYC"),
    ])
    func `an emulated machine is known by its firmware or its processor`(
        vendor: String,
        product: String,
        processor: String
    ) {
        #expect(Self.read(vendor, product, processor)?.info?.isEmulated == true)
    }

    @Test func `a host that says nothing is nobody`() {
        #expect(Self.read("", "", "")?.isEmulated == false)
        #expect(Self.read("", "", "")?.info == nil)
    }

    private static func read(_ vendor: String, _ product: String, _ processor: String) -> HostMachine? {
        var facts = HostFacts()
        let text = "vendor=\(vendor)\nproduct=\(product)\nprocessor=\(processor)\n"
        facts.read(CommandResult(exitStatus: 0, output: text), of: .machine)
        return facts.machine.value
    }
}
