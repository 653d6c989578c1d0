/// An action as one line of words, which stands in the command that does it: evidence is readable, and a host that is
/// simulated knows what the script would do.
extension SetupStep.Action {
    static let mark = "# action: "

    /// The line: words with blanks between, in quotes where they need them, with `\n` for the end of a line.
    package var text: String { words.map(Self.quoted).joined(separator: " ") }

    /// Reads the action of a command back; `nil` when it is not the command of a step.
    package init?(commandText: String) {
        guard commandText.hasPrefix("# ptp-verify step ") else { return nil }
        let end = UInt8(ascii: "\n")
        let line = commandText.utf8.drop { $0 != end }.dropFirst().prefix { $0 != end }
        guard line.starts(with: Self.mark.utf8) else { return nil }
        self.init(text: String(Substring(line.dropFirst(Self.mark.utf8.count))))
    }

    /// Reads a line.
    package init?(text: String) {
        guard let words = Self.words(in: text), let name = words.first else { return nil }
        self.init(name: name, Array(words.dropFirst()))
    }

    private var words: [String] {
        switch self {
        case .awaitCloudInit: ["await-cloud-init"]
        case .install(let packages, let manager): ["install", manager.rawValue] + packages
        case .write(let path, let content, let mode): ["write", path, content, mode]
        case .insert(let path, let content): ["insert", path, content]
        case .silence(let path, let lines): ["silence", path] + lines.map(String.init)
        case .rebuildInitramfs(let tool): ["rebuild-initramfs", tool.rawValue]
        case .buildDriver(let release, let bundle):
            ["build-driver", release.tag, release.digest ?? "", bundle ?? ""]
        case .reloadDriver: ["reload-driver"]
        case .switchDevlink(let address): ["switch-devlink", address]
        case .endRescue: ["end-rescue"]
        case .addKernelArgument(let argument): ["add-kernel-argument", argument]
        case .reboot: ["reboot"]
        case .enable(let unit): ["enable", unit]
        case .triggerUdev: ["trigger-udev"]
        case .stop(let unit): ["stop", unit]
        case .restartChrony(let unit): ["restart-chrony", unit]
        case .stepClock: ["step-clock"]
        case .stampPackets(let interface): ["stamp-packets", interface]
        case .putBack(let path): ["put-back", path]
        case .remove(let path): ["remove", path]
        case .putBackUnit(let name, let file, let active): ["put-back-unit", name, file, active]
        case .removeKernelArgument(let argument): ["remove-kernel-argument", argument]
        case .switchBack(let address): ["switch-back", address ?? ""]
        case .endStamping(let interface): ["end-stamping", interface]
        case .uninstall(let packages, let wanted, let manager):
            ["uninstall", manager.rawValue] + wanted + ["--"] + packages
        case .forget: ["forget"]
        }
    }

    private init?(name: String, _ words: [String]) {
        switch (name, words.count) {
        case ("await-cloud-init", 0): self = .awaitCloudInit
        case ("install", 1...):
            guard let manager = PackageManager(rawValue: words[0]) else { return nil }
            self = .install(Array(words[1...]), with: manager)
        case ("write", 3): self = .write(path: words[0], content: words[1], mode: words[2])
        case ("insert", 2): self = .insert(path: words[0], content: words[1])
        case ("silence", 1...):
            let lines = words[1...].compactMap { Int($0) }
            guard lines.count == words.count - 1 else { return nil }
            self = .silence(path: words[0], lines: lines)
        case ("rebuild-initramfs", 1):
            guard let tool = InitramfsTool(rawValue: words[0]) else { return nil }
            self = .rebuildInitramfs(with: tool)
        case ("build-driver", 3):
            let release = DriverRelease(tag: words[0], digest: words[1].isEmpty ? nil : words[1])
            self = .buildDriver(release: release, bundle: words[2].isEmpty ? nil : words[2])
        default: self.init(simple: name, words)
        }
    }

    private init?(simple name: String, _ words: [String]) {
        switch (name, words.count) {
        case ("reload-driver", 0): self = .reloadDriver
        case ("switch-devlink", 1): self = .switchDevlink(address: words[0])
        case ("end-rescue", 0): self = .endRescue
        case ("add-kernel-argument", 1): self = .addKernelArgument(words[0])
        case ("reboot", 0): self = .reboot
        case ("enable", 1): self = .enable(unit: words[0])
        case ("trigger-udev", 0): self = .triggerUdev
        case ("stop", 1): self = .stop(unit: words[0])
        case ("restart-chrony", 1): self = .restartChrony(unit: words[0])
        case ("step-clock", 0): self = .stepClock
        case ("stamp-packets", 1): self = .stampPackets(interface: words[0])
        case ("put-back", 1): self = .putBack(path: words[0])
        case ("remove", 1): self = .remove(path: words[0])
        case ("put-back-unit", 3): self = .putBackUnit(name: words[0], file: words[1], active: words[2])
        case ("remove-kernel-argument", 1): self = .removeKernelArgument(words[0])
        case ("switch-back", 1): self = .switchBack(address: words[0].isEmpty ? nil : words[0])
        case ("end-stamping", 1): self = .endStamping(interface: words[0])
        case ("uninstall", 2...):
            guard let manager = PackageManager(rawValue: words[0]), let end = words.firstIndex(of: "--") else {
                return nil
            }
            self = .uninstall(Array(words[(end + 1)...]), installing: Array(words[1..<end]), with: manager)
        case ("forget", 0): self = .forget
        default: return nil
        }
    }
}

// MARK: - Words

extension SetupStep.Action {
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy {
            ("a"..."z").contains(Unicode.Scalar($0 | 32)) || ("0"..."9").contains(Unicode.Scalar($0))
                || "-_./:=+".utf8.contains($0)
        }
        if plain, !word.isEmpty { return word }
        var text = "'"
        for character in word.unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "'": text += "\\'"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\0": text += "\\0"
            default: text.unicodeScalars.append(character)
            }
        }
        return text + "'"
    }

    /// The words of a line; `nil` when a quotation does not end or an escape is unknown.
    private static func words(in line: String) -> [String]? {
        var words: [String] = []
        var rest = line.unicodeScalars[...]
        while let first = rest.first {
            if first == " " {
                rest.removeFirst()
            } else if first == "'" {
                rest.removeFirst()
                guard let word = quotation(from: &rest) else { return nil }
                words.append(word)
            } else {
                let word = rest.prefix { $0 != " " }
                words.append(String(word))
                rest = rest[word.endIndex...]
            }
        }
        return words
    }

    private static func quotation(from rest: inout Substring.UnicodeScalarView) -> String? {
        var word = String.UnicodeScalarView()
        while let character = rest.popFirst() {
            if character == "'" { return String(word) }
            guard character == "\\" else {
                word.append(character)
                continue
            }
            switch rest.popFirst() {
            case "\\": word.append("\\")
            case "'": word.append("'")
            case "n": word.append("\n")
            case "r": word.append("\r")
            case "0": word.append("\0")
            default: return nil
            }
        }
        return nil
    }
}
