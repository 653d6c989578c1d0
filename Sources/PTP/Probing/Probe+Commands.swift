extension Probe {
    /// The text of the command, for a shell that has the prelude.
    var text: String {
        switch self {
        case .system: "cat /etc/os-release"
        case .kernel: "uname -srm"
        case .machine: Self.machineScript
        case .boot: "cat /proc/sys/kernel/random/boot_id"
        case .access: Self.accessScript
        case .cloudInit: "cloud-init status"
        case .secureBoot: Self.secureBootScript
        case .interface: #"printf 'name=%s\ndriver=%s\naddress=%s\n' "$nic" "$driver" "$pci""#
        case .module: Self.moduleScript
        case .moduleFile: "modinfo ena"
        case .driverInfo: #"ethtool -i "$nic""#
        case .timestamping: #"root ethtool -T "$nic""#
        case .devlink: #"root devlink dev param show "pci/$pci" name enable_phc"#
        case .counters: #"ethtool -S "$nic" 2>/dev/null | grep phc_ || root cat "/sys/kernel/debug/$pci/phc_stats""#
        case .clocks: Self.clocksScript
        case .nodes: "ls -l /dev/ptp*"
        case .symlink:
            "[ -e /dev/ptp_ena ] && readlink -f /dev/ptp_ena || { echo '/dev/ptp_ena: No such file' >&2; false; }"
        case .reading: ClockReadingScript.text
        case .errorBound: Self.errorBoundScript
        case .packetTimestamping: #"cat "/sys/bus/pci/devices/$pci/hw_packet_timestamping_state""#
        case .persisted: Self.persistedScript
        case .chronyVersion: "chronyd --version || chronyc --version"
        case .units: Self.unitsScript
        case .chronyFiles: Self.chronyFilesScript
        case .chronyConfiguration: "root chronyd -p"
        case .sources: "chronyc -c -n sources"
        case .statistics: "chronyc -c -n sourcestats"
        case .tracking: "chronyc -c -n tracking"
        case .chronyLog: "root journalctl -b -u chronyd -u chrony -n 60 --no-pager -o short-iso"
        case .kernelLog: Self.kernelLogScript
        case .build: Self.buildScript
        case .changes: "root cat \(HostChanges.path)"
        }
    }

    /// What every question finds: `root` runs a command as root or fails, `nic` is the interface of the default route.
    static let prelude = #"""
        PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
        export PATH LC_ALL=C
        root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
        """#

    /// Run once, before all questions.
    static let surroundings = #"""
        nic=$({ ip -o route get 1.1.1.1 || ip -6 -o route get 2600::; } 2>/dev/null |
          sed -n 's/.* dev \([^ ]*\).*/\1/p')
        # A bond, a bridge or a VPN is no device itself: what is below it counts, else any ENA.
        if [ -n "$nic" ] && [ ! -e "/sys/class/net/$nic/device" ]; then
          for path in "/sys/class/net/$nic"/lower_* /sys/bus/pci/drivers/ena/*/net/*; do
            if [ -e "$path/device" ]; then nic=${path##*/}; nic=${nic#lower_}; break; fi
          done
        fi
        driver=$(basename "$(readlink -f "/sys/class/net/$nic/device/driver" 2>/dev/null)")
        pci=$(basename "$(readlink -f "/sys/class/net/$nic/device" 2>/dev/null)")
        export nic driver pci
        """#

    private static let tools = [
        "sudo", "systemctl", "systemd-run", "udevadm", "modprobe", "modinfo", "ethtool", "devlink", "chronyd",
        "chronyc", "python3", "phc_ctl", "hwstamp_ctl", "dracut", "update-initramfs", "mkinitrd", "dnf", "yum",
        "apt-get", "zypper", "gcc", "make", "git", "curl", "tar", "mokutil", "cloud-init",
    ]

    private static let machineScript = #"""
        d=/sys/class/dmi/id
        echo "vendor=$(cat $d/sys_vendor 2>/dev/null)"
        echo "product=$(cat $d/product_name /proc/device-tree/model 2>/dev/null | tr -d '\0' | head -n 1)"
        echo "processor=$(sed -n '/^model name/{s/^[^:]*: *//p;q;}' /proc/cpuinfo)"
        """#

    private static let accessScript = """
        echo "user=$(id -un)"
        if complaint=$(root true 2>&1); then
          echo root=yes
        else
          echo root=no
          echo "complaint=$complaint" | head -n 1
        fi
        for t in \(tools.joined(separator: " ")); do echo "$t=$(command -v "$t")"; done
        """

    private static let secureBootScript = #"""
        if command -v mokutil >/dev/null; then
          mokutil --sb-state
        else
          v=$(ls /sys/firmware/efi/efivars/SecureBoot-* 2>/dev/null) &&
            od -An -t u1 -j 4 -N 1 "$v" | sed 's/.*1$/SecureBoot enabled/;t;s/.*/SecureBoot disabled/' ||
            echo 'SecureBoot disabled'
        fi
        status=$?
        if grep -qsx '[1Y]' /sys/module/module/parameters/sig_enforce; then echo module.sig_enforce=1; exit; fi
        exit $status
        """#

    /// The device of a clock that is none of PCI's stays away.
    private static let clocksScript = #"""
        for d in /sys/class/ptp/ptp*; do
          [ -e "$d" ] || continue
          a=$(readlink -f "$d/device")
          a=${a##*/}
          case $a in ????:??:??.?) a=" $a" ;; *) a= ;; esac
          echo "${d##*/} $(cat "$d/clock_name")$a"
        done
        """#

    private static let moduleScript = #"""
        m=/sys/module/ena
        [ -d $m ] && echo loaded=yes || echo loaded=no
        echo "version=$(cat $m/version 2>/dev/null)"
        echo "source=$(cat $m/srcversion 2>/dev/null)"
        echo "phc_enable=$(cat $m/parameters/phc_enable 2>/dev/null)"
        echo "file=$(modinfo -n ena 2>/dev/null)"
        """#

    private static let errorBoundScript = #"""
        f=/sys/bus/pci/devices/$pci/phc_error_bound
        root cat "$f" || { [ -e "$f" ] && sleep 0.2 && root cat "$f"; }
        """#

    private static let persistedScript = #"""
        show() { for f in "$@"; do [ ! -f "$f" ] || sed -n "s|^|$f: |p" "$f"; done; }
        # As modprobe reads them: by their names over all directories, of two with one name the first directory's.
        for d in /etc /run /usr/local/lib /usr/lib /lib; do
          for f in $d/modprobe.d/*.conf; do [ ! -e "$f" ] || echo "${f##*/}$f"; done
        done | sort -s -u -t / -k 1,1 | while IFS= read -r f; do
          grep -sHE '^[[:space:]]*(options|install|blacklist)[[:space:]]+ena([[:space:]]|$)' "/${f#*/}"
        done
        grep -sH 'ena-ptp-' /etc/udev/rules.d/* /usr/lib/udev/rules.d/* /lib/udev/rules.d/*
        show /etc/systemd/system/ptp-verify-*.service | grep -E 'Exec|WantedBy'
        printf 'kernel-arguments: %s\n' "$(cat /proc/cmdline)"
        """#

    private static let services = [
        "chronyd", "chrony", "ntpd", "ntp", "ntpsec", "openntpd", "systemd-timesyncd", "ptp4l", "phc2sys",
        "ptp-verify-devlink",
    ]

    private static let unitsScript = """
        systemctl show -p Id,LoadState,ActiveState,SubState,UnitFileState,Result \
        \(services.map { "\($0).service" }.joined(separator: " ")) ptp-verify-rescue.timer
        """

    private static let chronyFilesScript = #"""
        for f in /etc/chrony.conf /etc/chrony/chrony.conf /etc/chrony.d/* /etc/chrony/conf.d/* \
          /etc/chrony/sources.d/* /run/chrony.d/* /usr/etc/chrony.d/*
        do
          [ ! -f "$f" ] || { echo "# file: $f"; cat "$f" 2>/dev/null || root cat "$f"; echo; }
        done
        """#

    private static let kernelLogScript = #"""
        { root dmesg || root journalctl -k -b -o short-monotonic --no-pager; } |
          grep -iE -e ' ena[ :_]|ptp|Key was rejected|module verification|lockdown' \
            -e 'Out of memory|oom-kill|NULL pointer|apparmor="DENIED".*chrony|avc: +denied.*chrony' |
          tail -n 80
        """#

    /// Finds the name of the program that compiled the running kernel.
    static let kernelCompiler = #"""
        compiler=$(sed -nE 's/^Linux version [^(]*\([^)]*\) \(([^ ]+) .*/\1/p' /proc/version)
        """#

    private static let buildScript = #"""
        r=$(uname -r)
        [ -e "/lib/modules/$r/build/Makefile" ] && echo headers=yes || echo headers=no
        echo "ptp=$(sed -n 's/^CONFIG_PTP_1588_CLOCK=//p' "/boot/config-$r" 2>/dev/null || true)"
        for d in /tmp /usr /boot /var; do df -Pk $d 2>/dev/null | awk -v d=$d 'END { print "free" d "=" $4 }'; done
        awk '/^MemTotal:/ { print "memory=" $2 }' /proc/meminfo
        \#(kernelCompiler)
        [ -z "$compiler" ] || command -v "$compiler" >/dev/null || echo "compiler=$compiler"
        """#
}

/// Reads the clock twice, a second apart, each reading between two of the system clock.
///
/// A busy device is asked again, because it takes only 125 reads a second. Where there is no Python, `phc_ctl` reads
/// it, less exactly.
private enum ClockReadingScript {
    static let text = """
        d=/dev/ptp_ena
        [ -e $d ] || for c in /sys/class/ptp/ptp*; do
          case "$(cat "$c/clock_name" 2>/dev/null)" in ena-ptp-*) d=/dev/${c##*/};; esac
        done
        [ -e $d ] || { echo "$d: No such file or directory" >&2; exit 1; }
        for p in python3 /usr/libexec/platform-python; do
          if command -v $p >/dev/null; then root $p -c '\(python)' $d; exit; fi
        done
        command -v phc_ctl >/dev/null || { echo 'python3: not found' >&2; exit 127; }
        now() {
          s=$(date +%s%N)
          c=$(root phc_ctl $d get 2>&1 | sed -n 's/.*clock time is \\([0-9]*\\)[.]\\([0-9]*\\).*/\\1\\2/p')
          e=$(date +%s%N)
        }
        now; a=$c; r=$(( (s + e) / 2 )); w=$((e - s)); sleep 1; now
        echo "$((c - a)) $(( (s + e) / 2 - r )) $((a - r)) $w"
        """

    private static let python = """
        import os, sys, time
        f = os.open(sys.argv[1], os.O_RDONLY)
        c = (~f << 3) | 3
        def one():
            for i in range(20):
                try:
                    s = time.clock_gettime_ns(0)
                    t = time.clock_gettime_ns(c)
                    e = time.clock_gettime_ns(0)
                    return e - s, t, (s + e) // 2
                except OSError:
                    if i == 19: raise
                    time.sleep(0.05)
        def best(): return min(one() for _ in range(5))
        w, a, r = best()
        time.sleep(1)
        v, b, s = best()
        print(b - a, s - r, a - r, w)
        """
}
