package import Shell

/// Asks chrony once a second how it goes, in one command on the host: the link's delays do not disturb it.
package struct Sampling: Sendable, Equatable {
    /// What its evidence is called.
    package static let id = "samples"

    package let count: Int
    /// The script: `ChronySamples` reads what it prints.
    package let command: Command

    package init(count: Int) {
        precondition(count > 0, "a sample at least")
        self.count = count
        command = Command(Self.script(count), timeout: .seconds(count * 2 + 30), outputLimit: 4096 * count + 65536)
    }

    private static func script(_ count: Int) -> String {
        """
        \(Probe.prelude)
        \(Probe.surroundings)
        bound=/sys/bus/pci/devices/$pci/phc_error_bound
        printf '@@ptp-verify samples %s\\n' \(count)
        i=0
        while [ $i -lt \(count) ]; do
          printf '@@ptp-verify sample %s %s\\n' $i "$(cat "$bound" 2>/dev/null || root cat "$bound" 2>/dev/null)"
          chronyc -c -n sources 2>&1
          printf '@@ptp-verify tracking\\n'
          chronyc -c -n tracking 2>&1
          i=$((i + 1))
          [ $i -eq \(count) ] || sleep 1
        done
        printf '@@ptp-verify end\\n'
        """
    }
}
