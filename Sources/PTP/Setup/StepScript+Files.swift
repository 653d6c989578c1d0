/// Files: of ours, of others, and as they were.
extension StepScript {
    /// `PATH CONTENT MODE`.
    static let write = #"""
        path=$(readlink -m -- "$1")
        if [ -f "$path" ] && [ "$(cat "$path"; echo .)" = "$2." ] && [ "0$(stat -c %a "$path")" = "$3" ]; then
          say "$path is so already"; exit
        fi
        # Whoever changed a file of ours gets to keep that.
        ! whole "$path" || [ ! -e "$path" ] || ours "$path" || original "$path" || save "$path"
        begin "$path"
        echo "whole $path" >>"$home/written" && printf %s "$2" >"$new" && chmod "$3" "$new"
        finish "$path" $?
        """#

    /// `PATH CONTENT`.
    static let insert = #"""
        path=$(readlink -m -- "$1")
        block=$(printf "# ptp-verify begin\n%s\n# ptp-verify end" "$2")
        [ -f "$path" ] || die "$path is not there; nothing was put into it"
        paired "$path" || die "a marker of ours is missing in $path, nobody knows what is ours; it stays as it is"
        if [ "$(sed -n "/^# ptp-verify begin$/,/^# ptp-verify end$/p" "$path")" = "$block" ]; then
          say "$path is so already"; exit
        fi
        begin "$path"
        sed "/^# ptp-verify begin$/,/^# ptp-verify end$/d" "$path" >"$new" &&
          { [ -z "$(tail -c 1 "$new")" ] || echo >>"$new"; } && printf "%s\n" "$block" >>"$new"
        finish "$path" $?
        """#

    /// `PATH LINE…`.
    static let silence = #"""
        path=$(readlink -m -- "$1")
        shift
        script=
        for line; do
          script="$script${line}s/^[[:space:]]*(refclock|include|confdir)[[:space:]]/# ptp-verify: &/I
        "
        done
        if [ "$(sed -E "$script" "$path"; echo .)" = "$(cat "$path"; echo .)" ]; then
          say "$path is so already"; exit
        fi
        begin "$path"
        sed -E "$script" "$path" >"$new"
        finish "$path" $?
        """#

    /// `PATH`.
    static let putBack = #"""
        back "$1"
        undid "changed $1"
        say "nothing of ours is left in $1"
        """#

    /// `PATH`: where directories are not empty, others use them now.
    static let remove = #"""
        if [ -d "$1" ]; then
          rmdir "$1" 2>/dev/null || say "$1 is not empty and stays"
        else
          [ ! -e "$1" ] || ours "$1" || save "$1"
          rm -f "$1" || die "could not remove $1"
          say "$1 is gone"
        fi
        case $1 in
          /lib/modules/*.ko | /usr/lib/modules/*.ko)
            index_modules || die "depmod -a failed; the driver without us is not found" ;;
          /etc/systemd/system/*) systemctl daemon-reload ;;
          /etc/udev/rules.d/*) udevadm control --reload-rules; udevadm trigger --action=change --subsystem-match=ptp ;;
        esac
        undid "created $1"
        """#

    /// Without it nobody could put back what is not as it was; packages may stay.
    static let forget = #"""
        if [ -e "$home/changes" ]; then
          : >>"$home/undone"
          left=$(grep -vE "^((installed|removed) |switched .* 1$|initramfs$)" "$home/changes" |
            grep -vxF -f "$home/undone")
          [ -z "$left" ] || die "not all is as it was, so nothing was forgotten; left: $left"
        fi
        rm -rf "$home" /run/ptp-verify /run/ptp-verify.lock || die "could not remove $home"
        say "nothing of ours is left"
        """#
}
