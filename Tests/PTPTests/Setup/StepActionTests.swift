import Orchestration
import PTP
import PTPTesting
import Shell
import Testing

@Suite struct StepActionTests {
    @Test func `every action is read back from the command that does it`() async throws {
        try await checkProperty("an action survives", runs: 3_000) { generator in
            SetupStep("step", because: Self.word(&generator), Self.action(&generator))
        } refute: { step in
            let text = step.command.text
            guard let read = SetupStep.Action(commandText: text) else { return "not recognised: \(text.prefix(300))" }
            return read == step.action ? nil : "read as \(read)"
        }
    }

    @Test func `any text is an action or none`() async throws {
        try await checkProperty("no text is too much", runs: 3_000) { generator in
            (0..<Int.random(in: 0...8, using: &generator)).map { _ in Self.word(&generator) }.joined(separator: " ")
        } refute: { line in
            guard let action = SetupStep.Action(text: line) else { return nil }
            return SetupStep.Action(text: action.text) == action ? nil : "\(action) is read as another"
        }
        #expect(SetupStep.Action(commandText: "") == nil)
        #expect(SetupStep.Action(commandText: "# action: forget") == nil)
        #expect(SetupStep.Action(commandText: "# ptp-verify step a: b\nforget") == nil)
        #expect(SetupStep.Action(text: "write 'a") == nil)
        #expect(SetupStep.Action(text: "write a 'b\\x' 0644") == nil)
        #expect(SetupStep.Action(text: "silence a b") == nil)
    }

    @Test func `a command says what for, and what it does, in its first two lines`() {
        let step = SetupStep(
            "driver-option",
            because: "no file\nswitches it on",
            .write(path: "/etc/modprobe.d/ptp-verify-ena.conf", content: "options ena phc_enable=1\n")
        )
        let lines = step.command.text.split(separator: "\n")
        #expect(lines[0] == "# ptp-verify step driver-option: no file switches it on")
        #expect(lines[1] == #"# action: write /etc/modprobe.d/ptp-verify-ena.conf 'options ena phc_enable=1\n' 0644"#)
    }

    @Test func `a build may take half an hour, a file does not`() {
        #expect(Self.command(.buildDriver(release: .pinned, bundle: nil)).timeout == .seconds(1_800))
        #expect(Self.command(.write(path: "/a", content: "")).timeout <= .seconds(30))
        #expect(Self.command(.endRescue).timeout < .seconds(300), "before the rescue timer ends it")
    }

    @Test func `only reloads and reboots take the connection away`() {
        let taking: [SetupStep.Action] = [
            .reloadDriver, .switchDevlink(address: "a"), .switchBack(address: nil), .reboot,
        ]
        #expect(taking.allSatisfy { SetupStep("a", because: "b", $0).losesConnection })
        #expect(!SetupStep("a", because: "b", .restartChrony(unit: "chronyd")).losesConnection)
    }

    // MARK: - Fixtures

    private static func command(_ action: SetupStep.Action) -> Command {
        SetupStep("step", because: "a test", action).command
    }

    private static func word(_ generator: inout SeededGenerator) -> String {
        let scraps = [
            "", "a", "/etc/chrony.conf", " ", "  ", "\n", "\r\n", "'", "\\", "\\n", "\"", "$x", "`", "--", "é", "👍🏽",
            "e\u{301}", "#", "0", "12", "write", "install", "dnf", "silence", "forget", "%",
        ]
        return (0..<Int.random(in: 0...4, using: &generator)).map { _ in scraps.randomElement(using: &generator) ?? "" }
            .joined()
    }

    private static func action(_ generator: inout SeededGenerator) -> SetupStep.Action {
        let number = Int.random(in: 0...25, using: &generator)
        let (a, b, c) = (word(&generator), word(&generator), word(&generator))
        let manager = PackageManager.allCases.randomElement(using: &generator) ?? .apt
        let packages = ["gcc", "make", "linux-headers-6.1"].filter { _ in Bool.random(using: &generator) }
        let tool = InitramfsTool.allCases.randomElement(using: &generator) ?? .dracut
        switch number {
        case 0: return .awaitCloudInit
        case 1: return .install(packages, with: manager)
        case 2: return .write(path: a, content: b, mode: c)
        case 3: return .insert(path: a, content: b)
        case 4: return .silence(path: a, lines: [3, 1, 4])
        case 5: return .rebuildInitramfs(with: tool)
        case 6:
            let release = DriverRelease(tag: a, digest: b.isEmpty ? nil : b)
            return .buildDriver(release: release, bundle: c.isEmpty ? nil : c)
        case 7: return .reloadDriver
        case 8: return .switchDevlink(address: a)
        case 9: return .endRescue
        case 10: return .addKernelArgument(a)
        case 11: return .reboot
        case 12: return .enable(unit: a)
        case 13: return .triggerUdev
        case 14: return .stop(unit: a)
        case 15: return .restartChrony(unit: a)
        case 16: return .stepClock
        case 17: return .stampPackets(interface: a)
        case 18: return .putBack(path: a)
        case 19: return .remove(path: a)
        case 20: return .putBackUnit(name: a, file: b, active: c)
        case 21: return .removeKernelArgument(a)
        case 22: return .switchBack(address: a.isEmpty ? nil : a)
        case 23: return .endStamping(interface: a)
        case 24: return .uninstall(packages, installing: packages.reversed(), with: manager)
        default: return .forget
        }
    }
}
