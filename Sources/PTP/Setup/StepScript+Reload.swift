import Shell

/// The driver unloaded and loaded: the network goes with it, so it happens without us, and a timer saves the host.
extension StepScript {
    /// What is ours goes out of the way where it may be what costs the network: at the next start as well.
    private static let retreat = #"""
        home=\#(HostChanges.directory)
        option=\#(SetupPlanning.optionFile)
        unit=\#(SetupPlanning.devlinkUnitPath)
        driver=/lib/modules/$(uname -r)/updates/ena.ko
        moved=
        die() { echo "$*"; exit 1; }
        aside() {
          [ -e "$1" ] && grep -qsxF -- "created $1" "$home/changes" || return 0
          mkdir -p "$home/aside${1%/*}" && mv -f "$1" "$home/aside$1" && moved=yes && echo "$1 is out of the way"
        }
        index() { (umask 022; depmod -a); }
        renew() {
          [ -n "$moved" ] || return 0
          \#(renewal)
        }

        """#

    /// The same choice as that of the plans.
    private static let renewal =
        InitramfsTool.allCases.map { tool in
            "if command -v \(tool.rawValue) >/dev/null; then (\(rebuild(with: tool)))\nel"
        }.joined() + "se echo \"nothing makes an initramfs here\"; fi"

    private static let rescue =
        retreat + #"""
            aside "$option"
            aside "$unit"
            aside "$driver"
            index
            renew
            systemctl reboot

            """#

    /// What runs detached is a file in a private directory, because systemd would replace its variables.
    static let detached = #"""
        run=/run/ptp-verify
        # detach SCRIPT: run it in two seconds; five minutes later the host starts anew, unless somebody says stop.
        detach() {
          command -v systemd-run >/dev/null || die "systemd-run is not there: the driver cannot be reloaded safely"
          [ -d "$run" ] || mkdir -m 0700 "$run" || die "could not make $run"
          rm -f "$run/result" "$run/log" "$run/undoes" && printf %s "$1" >"$run/script.new" &&
            mv -f "$run/script.new" "$run/script" &&
            printf %s \#(rescue.shellQuoted) >"$run/rescue" || die "could not write to $run"
          for unit in rescue reload; do
            systemctl stop "ptp-verify-$unit.timer" "ptp-verify-$unit.service"
            systemctl reset-failed "ptp-verify-$unit.timer" "ptp-verify-$unit.service"
          done 2>/dev/null
          sync
          # Without it a timer may be a minute late.
          soon=--timer-property=AccuracySec=100ms
          systemd-run --unit=ptp-verify-rescue --on-active=300 "$soon" /bin/sh "$run/rescue" ||
            die "the rescue timer could not be set; the driver was not touched"
          systemd-run --unit=ptp-verify-reload --on-active=2 "$soon" /bin/sh "$run/script" || {
            systemctl stop ptp-verify-rescue.timer
            die "the reload could not be started; the driver was not touched"
          }
          say "the driver is reloaded in two seconds; its result will be in $run/result"
        }

        """#

    /// The result is there when all is done: a status, then what was said.
    private static func unattended(_ script: String) -> String {
        #"""
        run=/run/ptp-verify
        exec >"$run/log" 2>&1 </dev/null
        status=0
        within() { i=0; until "$2" || [ "$i" -ge "$1" ]; do i=$((i + 1)); sleep 1; done; "$2"; }
        bound() { ls -d /sys/bus/pci/drivers/ena/*:*:* >/dev/null 2>&1; }
        routed() { [ -n "$(ip route show default; ip -6 route show default)" ]; }
        # By the instance's own metadata, whatever they say: the way there is that of all packets.
        answered() { routed && curl -s -o /dev/null --max-time 3 http://169.254.169.254/; }
        # A clock that goes is gone for good for whoever has opened it.
        reads() { timeout 5 chronyc -c -n sources 2>/dev/null | grep -q "^#"; }
        reader=
        for unit in chronyd chrony; do
          if systemctl -q is-active "$unit" && reads; then reader=$unit; break; fi
        done
        \#(script)
        if ! within 30 routed; then
          echo "no default route after 30 s: the network service is started anew"
          for unit in systemd-networkd NetworkManager wicked networking network; do
            ! systemctl -q is-active "$unit" || { systemctl restart "$unit"; break; }
          done
        fi
        # Without the clock chrony would not start, and goes on with its other sources.
        if [ -n "$reader" ]; then
          udevadm settle --timeout=20
          ! grep -qs "^ena-ptp-" /sys/class/ptp/ptp*/clock_name || systemctl try-restart "$reader"
        fi
        { echo "$status"; cat "$run/log"; } >"$run/result.new"
        mv -f "$run/result.new" "$run/result"
        # Whoever should say that all is well may be gone, and that is no reason to start the host anew.
        [ "$status" != 0 ] || ! within 10 answered || systemctl stop ptp-verify-rescue.timer

        """#
    }

    /// `SCRIPT`.
    static let reload = #"""
        only_signed && [ -z "$(modinfo -F signer ena)" ] &&
          die "$judge wants signed modules, and $(modinfo -n ena) has no signature; the driver was not touched"
        modprobe --dry-run ena || die "there is no driver to load after this one; it was not touched"
        [ "$(cat /sys/module/ena/parameters/phc_enable 2>/dev/null)" = 1 ] || remember "switched module 0"
        detach "$1"
        """#

    static let reloading = unattended(
        retreat + #"""
            modprobe ptp
            modprobe -r ena
            modprobe ena phc_enable=1 || status=1
            if ! within 20 bound; then
              echo "the driver found no device with its clock enabled: it is loaded without"
              status=1
              aside "$option"
              modprobe -r ena
              modprobe ena phc_enable=0 || modprobe ena
              if ! within 20 bound; then
                aside "$driver"
                index
                modprobe -r ena
                modprobe ena
                within 20 bound
              fi
              renew
            fi
            """#
    )

    /// `ADDRESS SCRIPT`; hosts without a clock refuse the value at once.
    static let devlink = #"""
        devlink dev param set "pci/$1" name enable_phc value true cmode driverinit ||
          die "the driver refuses to offer a clock"
        remember "switched $1 0"
        detach "$2"
        """#

    static func switching(_ address: String) -> String {
        unattended(
            retreat + #"""
                address=\#(address.shellQuoted)
                if ! devlink dev reload "pci/$address" || ! within 20 bound; then
                  echo "the driver did not come back with its clock enabled: it is reloaded without"
                  status=1
                  devlink dev param set "pci/$address" name enable_phc value false cmode driverinit
                  devlink dev reload "pci/$address"
                  aside "$unit"
                fi
                """#
        )
    }

    /// `ADDRESS SCRIPT`, the address being empty where the driver has a parameter.
    static let switchBack = #"""
        if [ -n "$1" ]; then
          devlink dev param set "pci/$1" name enable_phc value false cmode driverinit || die "the driver refuses"
        else
          modprobe --dry-run ena || die "there is no driver to load after this one; it was not touched"
        fi
        detach "$2"
        say "switched ${1:-module} 0" >"$run/undoes" || die "could not write to $run"
        """#

    static func switchingBack(_ address: String?) -> String {
        guard let address else {
            return unattended(
                """
                modprobe -r ena
                modprobe ena || status=1
                within 20 bound
                """
            )
        }
        return unattended("devlink dev reload \("pci/\(address)".shellQuoted) || status=1")
    }

    static let endRescue = #"""
        run=/run/ptp-verify
        under_way() { [ -e "$run/script" ] && [ ! -e "$run/result" ]; }
        # Whoever is cut off between the two timers leaves one that saves the host from a reload that never begins.
        begun() {
          [ -e "$run/log" ] || systemctl -q is-active ptp-verify-reload.timer ||
            systemctl -q is-active ptp-verify-reload.service
        }
        i=0
        while under_way && [ $i -lt 120 ] && { [ $i -lt 5 ] || begun; }; do i=$((i + 1)); sleep 1; done
        if under_way && begun; then
          cat "$run/log"
          die "the reload has not ended for two minutes; the host will start anew"
        fi
        systemctl stop ptp-verify-rescue.timer 2>/dev/null
        systemctl -q is-active ptp-verify-rescue.timer && die "the rescue timer could not be stopped"
        if [ ! -e "$run/result" ]; then
          [ -e "$run/script" ] && say "the reload was never begun" || say "the host has started anew meanwhile"
          rm -rf "$run"
          exit
        fi
        sed 1d "$run/result"
        status=$(sed -n 1p "$run/result")
        [ "$status" != 0 ] || [ ! -e "$run/undoes" ] || drop "$(cat "$run/undoes")"
        rm -rf "$run"
        [ "$status" = 0 ] || die "the driver could not be loaded with its clock"
        say "the driver is loaded"
        """#
}
