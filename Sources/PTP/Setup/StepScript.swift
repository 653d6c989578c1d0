package import Shell

extension SetupStep {
    /// The command that does it, on a host whose user may act as root.
    ///
    /// Its first line says what for, its second is the action, so that a host that is simulated can read it back.
    package var command: Command {
        let script = StepScript(action)
        let words = ([script.text] + script.arguments).map(\.shellQuoted).joined(separator: " ")
        // Ended there before we give up here: what went on as root would meet the next attempt.
        let limit = max(1, script.timeout.components.seconds - 10)
        let text = """
            # ptp-verify step \(id): \(reason.split(whereSeparator: \.isNewline).joined(separator: " "))
            \(Action.mark)\(action.text)
            \(Probe.prelude)
            root true || exit
            root timeout -k 5 \(limit) sh -c \(words) || {
              status=$?
              [ $status -ne 124 ] || echo "ptp-verify: the step was ended after \(limit) s" >&2
              exit $status
            }
            """
        return Command(text, timeout: script.timeout)
    }
}

/// The script of an action: what it runs as root, with which arguments, and how long that may take.
struct StepScript {
    let text: String
    let arguments: [String]
    let timeout: Duration

    /// The arguments are `$1` and so on.
    init(_ text: String, _ arguments: [String] = [], timeout: Duration = .seconds(30)) {
        // Whoever waits for another step is through before its own time is up.
        self.text = "patience=\(max(1, timeout.components.seconds - 20))\n\(Self.library)\n\(text)"
        self.arguments = ["ptp-verify"] + arguments
        self.timeout = timeout
    }

    init(_ action: SetupStep.Action) {
        switch action {
        case .awaitCloudInit: self.init(Self.cloudInit, timeout: .seconds(960))
        case .install(let packages, let manager):
            self.init(Self.packages + Self.install(with: manager), packages, timeout: .seconds(1_500))
        case .uninstall(let packages, let wanted, let manager):
            self.init(
                Self.packages + Self.uninstall(with: manager),
                wanted + ["--"] + packages,
                timeout: .seconds(1_500)
            )
        case .write(let path, let content, let mode): self.init(Self.write, [path, content, mode])
        case .insert(let path, let content): self.init(Self.insert, [path, content])
        case .silence(let path, let lines): self.init(Self.silence, [path] + lines.map(String.init))
        case .putBack(let path): self.init(Self.putBack, [path])
        case .remove(let path): self.init(Self.remove, [path], timeout: .seconds(120))
        case .forget: self.init(Self.forget)
        case .rebuildInitramfs(let tool):
            self.init("\(Self.rebuild(with: tool))\nremember initramfs", timeout: .seconds(600))
        case .buildDriver(let release, let bundle):
            self.init(
                Self.trust + Self.build,
                [release.tag, release.digest ?? "", bundle ?? ""],
                timeout: .seconds(1_800)
            )
        case .reloadDriver:
            self.init(Self.trust + Self.detached + Self.reload, [Self.reloading], timeout: .seconds(60))
        case .switchDevlink(let address):
            self.init(Self.detached + Self.devlink, [address, Self.switching(address)], timeout: .seconds(60))
        case .switchBack(let address):
            self.init(
                Self.detached + Self.switchBack,
                [address ?? "", Self.switchingBack(address)],
                timeout: .seconds(60)
            )
        case .endRescue: self.init(Self.endRescue, timeout: .seconds(150))
        case .addKernelArgument(let argument):
            self.init(Self.bootLoader + Self.addArgument, [argument], timeout: .seconds(180))
        case .removeKernelArgument(let argument):
            self.init(Self.bootLoader + Self.removeArgument, [argument], timeout: .seconds(180))
        case .reboot: self.init(Self.reboot)
        case .enable(let unit): self.init(Self.units + Self.enable, [unit])
        case .stop(let unit): self.init(Self.units + Self.stop, [unit], timeout: .seconds(120))
        case .putBackUnit(let name, let file, let active):
            self.init(Self.units + Self.putBackUnit, [name, file, active], timeout: .seconds(120))
        case .triggerUdev: self.init(Self.triggerUdev, timeout: .seconds(60))
        case .restartChrony(let unit): self.init(Self.units + Self.restartChrony, [unit], timeout: .seconds(300))
        case .stepClock: self.init(Self.stepClock)
        case .stampPackets(let interface): self.init(Self.stampPackets, [interface])
        case .endStamping(let interface): self.init(Self.endStamping, [interface])
        }
    }
}
