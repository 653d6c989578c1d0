/// The user data that lets an instance end itself: even if the machine that launched it is gone, the bill stops.
public enum DeadMansSwitch {
    /// The timer's unit on the host: keeping an instance stops it.
    public static let unit = "ptp-verify-expiry"

    /// A boot script that shuts the instance down after so many minutes; launched with shutdown behaviour `terminate`.
    public static func userData(minutes: Int) -> String {
        """
        #!/bin/sh
        systemd-run --unit=\(unit) --on-active=\(minutes)min /usr/sbin/shutdown -P now

        """
    }

    /// The minutes that a boot script gives its instance; how a simulated host reads its script.
    public static func minutes(inUserData script: String) -> Int? {
        let option = "--on-active=".utf8
        var rest = script.utf8[...]
        while !rest.starts(with: option) {
            let end = rest.firstIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            guard let end else { return nil }
            rest = rest[end...].dropFirst()
        }
        return Int(
            Substring(rest.dropFirst(option.count).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        )
    }

    /// Disarms the timer on the host of an instance that is kept.
    public static let disarmCommand = "sudo -n systemctl stop \(unit).timer"
}
