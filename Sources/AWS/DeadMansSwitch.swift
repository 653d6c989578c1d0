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
        guard let option = script.split(whereSeparator: \.isWhitespace).first(where: { $0.hasPrefix("--on-active=") })
        else { return nil }
        return Int(option.dropFirst("--on-active=".count).prefix(while: \.isNumber))
    }

    /// Disarms the timer on the host of an instance that is kept.
    public static let disarmCommand = "sudo -n systemctl stop \(unit).timer"
}
