public import Orchestration

/// What an instance is told for its first boot, in the words of cloud-init: when to end, and who may log in.
public struct UserData: Sendable, Equatable {
    /// What an instance shows as its own key, instead of making one.
    public struct HostKey: Sendable, Equatable {
        /// The private half as OpenSSH keeps it in files.
        public let privateFile: Secret
        /// The public half on a line.
        public let publicLine: String

        /// Takes an Ed25519 pair.
        public init(privateFile: Secret, publicLine: String) {
            self.privateFile = privateFile
            self.publicLine = publicLine
        }
    }

    /// How long it may live from each of its boots on.
    public let minutesToLive: Int
    /// Who may log in besides those whom EC2 lets in: a line of `authorized_keys`.
    public let authorizedKey: String?
    /// By what it is known, if that was decided for it.
    public let hostKey: HostKey?
    /// What it does at the end of its first boot.
    public let script: String

    /// Tells an instance what to do.
    public init(minutesToLive: Int, authorizedKey: String? = nil, hostKey: HostKey? = nil, script: String = "") {
        self.minutesToLive = minutesToLive
        self.authorizedKey = authorizedKey
        self.hostKey = hostKey
        self.script = script
    }

    /// The words as they are sent.
    public var text: String {
        // At every boot, because timers do not outlive one; and without waiting for a job that waits for the boot.
        var text = """
            #cloud-config
            bootcmd:
              - test -e \(DeadMansSwitch.keptMark) || systemd-run --no-block --unit=\(DeadMansSwitch.unit) \
            --on-active=\(minutesToLive)min /usr/sbin/shutdown -P now

            """
        if let authorizedKey { text += "ssh_authorized_keys:\n  - \(authorizedKey)\n" }
        if let hostKey {
            text += "ssh_deletekeys: true\nssh_keys:\n  ed25519_public: \(hostKey.publicLine)\n  ed25519_private: |\n"
            text += hostKey.privateFile.reveal { Self.block(String(decoding: $0, as: UTF8.self)) }
        }
        if !script.isEmpty {
            text += "runcmd:\n  - |\n" + Self.block(script)
        }
        return text
    }

    private static func block(_ text: String) -> String {
        text.split(separator: "\n").map { "    \($0)\n" }.joined()
    }
}

/// What lets an instance end itself: even if the machine that launched it is gone, the bill stops.
///
/// It is launched with shutdown behaviour `terminate`, so that to shut down is to end.
public enum DeadMansSwitch {
    /// The timer's unit on the host: keeping an instance stops it.
    public static let unit = "ptp-verify-expiry"

    /// The file that says to later boots that the instance is kept.
    public static let keptMark = "/etc/ptp-verify-kept"

    /// Disarms the timer on the host of an instance that is kept, for this boot and all that follow.
    public static let disarmCommand = "sudo -n touch \(keptMark) && sudo -n systemctl stop \(unit).timer"

    /// The minutes that user data gives its instance; how a simulated host reads what it was told.
    public static func minutes(inUserData text: String) -> Int? {
        let option = "--on-active=".utf8
        var rest = text.utf8[...]
        while !rest.starts(with: option) {
            let end = rest.firstIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            guard let end else { return nil }
            rest = rest[end...].dropFirst()
        }
        return Int(
            Substring(rest.dropFirst(option.count).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        )
    }
}
