import Foundation
import IntegrationSupport
import PTP
import Testing

/// The driver built from an offline bundle with a compiler that is a stand-in, and the kernel's arguments.
@Suite struct BuildStepTests {
    @Test(arguments: ScriptHost.shells)
    func `a driver is built with its clock, installed beside the other, and goes again`(shell: String) async throws {
        let host = try await Self.ready(shell)
        let end = try await Self.build(host)
        #expect(end.code == 0, "\(end.words)")
        #expect(host.text("modules/6.1.0/updates/ena.ko") == "built with 1\n")
        #expect(host.mode("modules/6.1.0/updates/ena.ko") == 0o644)
        #expect(host.calls.contains("depmod -a"))
        #expect(host.mode("modules.dep") == 0o644, "for everybody to read")
        #expect(host.text("state/build/log") == nil, "sources are not left behind")
        let paths = ["modules/6.1.0/updates", "modules/6.1.0/updates/ena.ko"].map { "\(host.path)/\($0)" }
        #expect(try host.changes == paths.map { .created(path: $0) })
        let again = try await Self.build(host)
        #expect(again.code == 0 && again.output.contains("is there already"), "\(again.words)")
        try await FileStepTests.restore(host)
        #expect(
            try host.tree("modules").keys.sorted() == [
                "modules/6.1.0", "modules/6.1.0/build", "modules/6.1.0/build/Makefile",
            ]
        )
    }

    @Test(arguments: [
        ("digest", "0", "the SHA-256 of"), ("make", "exit 2", "could not be built for the kernel 6.1.0"),
        ("make", "echo none >ena.ko", "without its clock"), ("mokutil", "echo SecureBoot enabled", "Secure Boot"),
        ("uname", "echo 6.2.0", "headers of the running kernel 6.2.0 are missing"),
        ("tar", "exit 2", "could not unpack"),
    ]) func `a build that fails leaves the driver alone and says why`(what: String, how: String, complaint: String)
        async throws
    {
        let host = try await Self.ready()
        if what != "digest" { try host.standIn(what, how) }
        let end = try await Self.build(host, digest: what == "digest" ? how : nil)
        #expect(end.code == 1)
        #expect(end.complaints.contains(complaint), "\(end.words)")
        #expect(try host.changes.isEmpty)
        #expect(host.text("modules/6.1.0/updates/ena.ko") == nil)
        #expect(!host.calls.contains { $0.hasPrefix("depmod") })
    }

    @Test(arguments: ["script", "rescue"])
    func `a driver of ours that costs the network goes out of the way`(script: String) async throws {
        let host = try await Self.ready()
        #expect(try await Self.build(host).code == 0)
        let driver = "modules/6.1.0/updates/ena.ko"
        // Devices are found once our driver is away.
        try host.standIn("ls", "[ ! -e \(host.path)/\(driver) ]")
        try host.standIn("ip", "echo default via 10.0.0.1")
        try host.standIn("sleep", ":")
        try host.standIn("update-initramfs", "echo update-initramfs >>\(host.path)/calls")
        try host.standIn("modprobe", "echo \"modprobe $*\" >>\(host.path)/calls")
        #expect(try await host.run(.reloadDriver).code == 0)
        let text = try #require(host.text("run/\(script)"))
            .replacingOccurrences(of: "/lib/modules", with: "\(host.path)/modules")
        try host.directory.write(text, to: "detached")
        let path = ["PATH": "\(host.path)/bin:/usr/bin:/bin"]
        let end = try await host.directory.start(host.shell, ["detached"], path).end()
        #expect(end.code == 0, "\(end.words)")
        #expect(host.text(driver) == nil && host.calls.contains("update-initramfs"), "\(host.calls)")
        #expect(host.calls.contains("systemctl reboot") == (script == "rescue"))
        if script == "script" { #expect(host.text("run/result")?.hasPrefix("1\n") == true) }
    }

    @Test func `a host without internet is told of the bundle`() async throws {
        let host = try await Self.ready()
        try host.standIn("curl", "echo 'curl: (6) Could not resolve host: github.com' >&2; exit 6")
        let end = try await Self.build(host, from: nil)
        #expect(end.code == 1)
        #expect(end.complaints.contains("Could not resolve host"))
        #expect(
            end.complaints.contains(
                "archive/refs/tags/ena_linux_2.16.1.tar.gz: a host without internet needs an offline bundle"
            )
        )
    }

    @Test func `grubby is told of an argument, and to forget it`() async throws {
        let host = try ScriptHost()
        try host.standIn("grubby", "echo \"grubby $*\" >>\(host.path)/calls")
        #expect(try await host.run(.addKernelArgument("ena.phc_enable=1")).code == 0)
        #expect(try host.changes == [.argument("ena.phc_enable=1")])
        try await FileStepTests.restore(host)
        #expect(
            host.calls == [
                "grubby --update-kernel=ALL --args=ena.phc_enable=1",
                "grubby --update-kernel=ALL --remove-args=ena.phc_enable=1",
            ]
        )
    }

    @Test(arguments: ScriptHost.shells) func `a disk that fills up never costs the initramfs`(shell: String)
        async throws
    {
        let host = try ScriptHost(shell)
        try host.make("boot")
        try host.directory.write("old", to: "boot/initramfs-6.1.0.img")
        try host.standIn("uname", "echo 6.1.0")
        try host.standIn("dracut", "echo half >\"$2\"; [ -e \(host.path)/room ]")
        let failed = try await host.run(.rebuildInitramfs(with: .dracut))
        #expect(failed.code == 1 && failed.complaints.contains("the initramfs of before"), "\(failed.words)")
        #expect(try host.tree("boot") == ["boot/initramfs-6.1.0.img": "420 old"])
        try host.directory.write("", to: "room")
        #expect(try await host.run(.rebuildInitramfs(with: .dracut)).code == 0)
        #expect(host.text("boot/initramfs-6.1.0.img") == "half\n")
        #expect(try host.tree("boot").count == 1)
        try host.standIn("df", "echo x; echo /dev/x 9 9 1000 9% /boot")
        let full = try await host.run(.rebuildInitramfs(with: .updateInitramfs))
        #expect(full.complaints.contains("has only 1000 KiB left"), "\(full.words)")
    }

    // MARK: - Fixtures

    /// A host with headers, sources as Amazon packs them, and a compiler that says with what it was called.
    private static func ready(_ shell: String = "/bin/dash") async throws -> ScriptHost {
        let host = try ScriptHost(shell)
        try host.make("modules/6.1.0/build")
        try host.directory.write("", to: "modules/6.1.0/build/Makefile")
        try host.make("amzn-drivers/kernel/linux/ena")
        try host.directory.write("all:\n", to: "amzn-drivers/kernel/linux/ena/Makefile")
        let packing = ["-czf", "bundle.tar.gz", "amzn-drivers"]
        #expect(try await host.directory.start("/usr/bin/tar", packing).end().code == 0)
        try host.standIn("uname", "echo 6.1.0")
        try host.standIn("mokutil", "echo SecureBoot disabled")
        try host.standIn("depmod", "echo \"depmod $*\" >>\(host.path)/calls; echo x >\(host.path)/modules.dep")
        try host.standIn("make", "echo \"built with $ENA_PHC_INCLUDE\" >ena.ko")
        try host.standIn(
            "modinfo",
            """
            file=\(host.path)/modules/6.1.0/updates/ena.ko
            case $* in
              -n*) echo "$file" ;;
              -p*) grep -q 'with 1' "$2" && echo 'phc_enable:Enable PHC. (int)' ;;
              *version*) [ ! -e "$3" ] || echo 2.16.1g ;;
            esac
            """
        )
        return host
    }

    /// The scripts' `/lib/modules` is elsewhere here.
    private static func build(_ host: ScriptHost, digest: String? = nil, from bundle: String? = "bundle.tar.gz")
        async throws
        -> Child.End
    {
        let release = DriverRelease(tag: DriverRelease.pinned.tag, digest: digest)
        let script = host.script(.buildDriver(release: release, bundle: bundle.map { "\(host.path)/\($0)" }))
            .replacingOccurrences(of: "/lib/modules", with: "\(host.path)/modules")
        return try await host.directory.start(host.shell, ["-c", script], ["PATH": "\(host.path)/bin:/usr/bin:/bin"])
            .end()
    }
}
