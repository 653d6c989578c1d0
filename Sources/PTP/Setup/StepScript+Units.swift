/// Units of systemd, and what listens to udev, chrony and the interface.
extension StepScript {
    static let units = #"""
        # note UNIT: how it is now, the first time.
        note() {
          line=$(grep -s "^unit $1 " "$home/changes") && { remember "$line"; return; }
          file=$(systemctl is-enabled "$1" 2>/dev/null | tail -n 1)
          active=$(systemctl is-active "$1" 2>/dev/null | tail -n 1)
          remember "unit $1 ${file:--} ${active:--}"
        }

        """#

    /// `UNIT`.
    static let enable = #"""
        systemctl daemon-reload
        note "$1"
        systemctl enable "$1" </dev/null || die "could not enable $1"
        """#

    /// `UNIT`.
    static let stop = #"""
        note "$1"
        systemctl disable "$1" </dev/null
        systemctl stop "$1" </dev/null || die "could not stop $1"
        """#

    /// `UNIT FILE ACTIVE`.
    static let putBackUnit = #"""
        if ! systemctl cat "$1" >/dev/null 2>&1; then
          undid "unit $1 $2 $3"
          say "$1 is not there any more"; exit
        fi
        case $2 in
          enabled) systemctl enable "$1" </dev/null || die "could not enable $1" ;;
          disabled) systemctl disable "$1" </dev/null || die "could not disable $1" ;;
        esac
        case $3 in
          active | activating) systemctl start "$1" </dev/null || die "could not start $1" ;;
          *) systemctl stop "$1" </dev/null ;;
        esac
        undid "unit $1 $2 $3"
        """#

    static let triggerUdev = #"""
        udevadm control --reload-rules && udevadm trigger --action=change --subsystem-match=ptp ||
          die "udev did not obey"
        udevadm settle --timeout=20
        [ -e /dev/ptp_ena ] || die "udev has read its rules, but /dev/ptp_ena is not there"
        ls -l /dev/ptp_ena
        """#

    /// `UNIT`.
    static let restartChrony = #"""
        # Units of chrony stop others by themselves; where chrony fails for good, these have to keep the time again.
        rivals=
        for unit in \#(SetupPlanning.rivals.joined(separator: " ")); do
          ! systemctl -q is-active "$unit" || { note "$unit.service"; rivals="$rivals $unit.service"; }
        done
        # revert [plainly]: chrony's files without us, and plainly as they were before us.
        revert() {
          [ -e "$home/changes" ] || return 0
          failures=0
          while IFS= read -r line; do
            path=${line#* }
            case $line in
              "created "*/chrony*)
                [ ! -f "$path" ] || ours "$path" || (save "$path") || continue
                [ -d "$path" ] || rm -f "$path"
                ;;
              "changed "*/chrony*) (back "$path" "$@") || failures=1 ;;
            esac
          done <"$home/changes"
          return $failures
        }
        # A daemon that dies on its configuration does so in its first second.
        runs() {
          i=0
          until [ $i -ge 15 ]; do
            systemctl -q is-active "$1" && chronyc -n tracking >/dev/null 2>&1 && sleep 1 &&
              systemctl -q is-active "$1" && return 0
            i=$((i + 1)); sleep 1
          done
          return 1
        }
        case $(chronyd --version 2>/dev/null) in
          *" version "[123].*) ;;
          *) if ! said=$(chronyd -p 2>&1 >/dev/null </dev/null); then
               revert || revert plainly
               die "chrony does not accept its configuration, the previous one is back: $said"
             fi ;;
        esac
        note "$1"
        systemctl enable "$1" </dev/null
        systemctl reset-failed "$1" 2>/dev/null
        if systemctl restart "$1" </dev/null && runs "$1"; then say "$1 runs"; exit; fi
        journalctl -b -u "$1" -n 20 --no-pager -o cat 2>/dev/null
        journalctl -k -b -n 200 --no-pager -o cat 2>/dev/null | grep -E "DENIED.*chrony|denied.*chrony" | tail -n 3
        # What others wrote since stays, unless chrony cannot live with that either: the host needs its time.
        for how in "" plainly; do
          revert $how
          systemctl reset-failed "$1" 2>/dev/null
          systemctl restart "$1" </dev/null
          runs "$1" && die "$1 did not start with its new configuration; it runs with the previous one"
        done
        for unit in $rivals; do systemctl start "$unit" </dev/null; done
        die "$1 did not start with its new configuration, nor with the previous one${rivals:+; back again:$rivals}"
        """#

    static let stepClock = #"""
        chronyc makestep || die "chrony did not step the clock"
        chronyc -n tracking
        """#

    /// `INTERFACE`.
    static let stampPackets = #"""
        remember "stamping $1"
        hwstamp_ctl -i "$1" -r 1 || die "$1 does not stamp packets"
        """#

    /// `INTERFACE`.
    static let endStamping = #"""
        hwstamp_ctl -i "$1" -r 0 || die "$1 goes on stamping packets"
        undid "stamping $1"
        """#
}
