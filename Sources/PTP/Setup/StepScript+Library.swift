extension StepScript {
    /// What every step finds: changes are noted before they are made, files are replaced as a whole or not at all.
    static let library = #"""
        home=\#(HostChanges.directory)
        umask 022
        say() { printf "%s\n" "$*"; }
        die() { printf "ptp-verify: %s\n" "$*" >&2; exit 1; }

        # Two at a time would write over each other what they note; a step that outlived its connection counts too.
        lock=/run/ptp-verify.lock
        if command -v flock >/dev/null && { : >>"$lock"; } 2>/dev/null; then
          exec 9>>"$lock"
          flock -w "$patience" 9 || die "another run is at work on this host, and was for $patience s; nothing was done"
        fi

        # without LINE FILE: take a line out of what we keep.
        without() {
          [ -e "$home/$2" ] || return 0
          grep -vxF -- "$1" "$home/$2" >"$home/$2.new"
          [ $? -le 1 ] && mv -f "$home/$2.new" "$home/$2" || die "could not take \"$1\" out of $home/$2"
        }

        # Its indices are for everybody to read.
        index_modules() { (umask 022; depmod -a); }

        # What is ours is nobody else's to read; what others make for us - package managers, depmod - is for all.
        house() { [ -d "$home" ] || { mkdir -p "${home%/*}" && mkdir -m 0700 "$home"; }; }

        # remember LINE: note a change, once.
        remember() {
          without "$1" undone
          grep -qsxF -- "$1" "$home/changes" && return
          house || die "could not make $home to note changes in; nothing was changed"
          { [ ! -e "$home/changes" ] || cat "$home/changes"; } >"$home/changes.new" &&
            printf "%s\n" "$1" >>"$home/changes.new" && mv -f "$home/changes.new" "$home/changes" ||
            die "could not note \"$1\" in $home/changes; the change was not made"
        }

        # drop LINE: the change is undone, and nothing is left to do about it.
        drop() { without "$1" changes; }

        # undid LINE: the change is undone, but a restore that is cut short has to know of it.
        undid() {
          [ -e "$home/changes" ] || return 0
          printf "%s\n" "$1" >>"$home/undone" || die "could not note in $home/undone that \"$1\" is undone"
        }

        # directory PATH: make it, and note each directory that was not there.
        directory() {
          [ ! -d "${1:-/}" ] || return 0
          directory "${1%/*}"
          remember "created $1"
          mkdir -m 0755 "$1" || die "could not make the directory $1"
        }

        # digest FILE [PATH]: a line that tells a content of a file from every other.
        digest() { echo "$(sha256sum <"$1" | cut -d " " -f 1) ${2:-$1}"; }

        # sign FILE PATH: note what we are about to put there.
        sign() { house && digest "$1" "$2" >>"$home/written"; }

        # ours PATH: whether the file is as we wrote it, so that nobody else's work is in it.
        ours() { [ -f "$1" ] && grep -qsxF -- "$(digest "$1")" "$home/written"; }

        # original PATH: whether the file is as it was before us.
        original() { [ -f "$1" ] && [ "$(digest "$1" x)" = "$(digest "$home/before$1" x 2>/dev/null)" ]; }

        # whole PATH: whether all of the file was ours once, not some lines only.
        whole() { grep -qsxF -- "whole $1" "$home/written"; }

        # paired FILE: whether each begin of ours has its end, so that one knows what is ours.
        paired() {
          awk '/^# ptp-verify begin$/ { if (open++) bad = 1 }
            /^# ptp-verify end$/ { if (!open--) bad = 1 }
            END { exit bad || open != 0 }' "$1"
        }

        # bare FILE: its text without what is ours in it.
        bare() { sed -e "/^# ptp-verify begin$/,/^# ptp-verify end$/d" -e "s/^# ptp-verify: //" "$1"; }

        # save PATH: somebody else's work on a file that has to go stays beside it.
        save() {
          saved=$1.ptp-verify-saved
          [ ! -e "$saved" ] || saved=$saved.$(date +%s)
          cp -a "$1" "$saved" ||
            { rm -f "$saved"; die "could not keep a copy of $1, which somebody changed; it stays"; }
          say "$1 was changed since by somebody else: that is now $saved"
        }

        # keep PATH: keep the file as it is, the first time; or note that there was none.
        keep() {
          # An initramfs has none of it until it is made anew.
          case $1 in */modprobe.d/* | */ena.ko) drop initramfs ;; esac
          if [ ! -e "$1" ] || grep -qsxF -- "created $1" "$home/changes"; then remember "created $1"; return; fi
          if [ ! -e "$home/before$1" ]; then
            house && mkdir -p "$home/before${1%/*}" && cp -a "$1" "$home/before$1.new" &&
              mv -f "$home/before$1.new" "$home/before$1" ||
              die "could not keep $1 below $home/before; it was not changed"
          elif ! ours "$1" && ! original "$1" && ! whole "$1"; then
            # What others wrote since belongs into what is put back.
            paired "$1" || die "a marker of ours is missing in $1; it was not changed"
            cp -a "$1" "$home/before$1.new" && bare "$1" >"$home/before$1.new" &&
              mv -f "$home/before$1.new" "$home/before$1" ||
              die "could not keep $1 below $home/before; it was not changed"
          fi
          remember "changed $1"
        }

        # begin PATH: what follows goes to $new, with owner and mode of the file that is there.
        begin() {
          new=$1.ptp-verify
          directory "${1%/*}"
          keep "$1"
          { [ ! -e "$1" ] || cp -a "$1" "$new"; } ||
            { rm -f "$new"; die "could not write to ${1%/*}; $1 is as it was"; }
        }

        # finish PATH STATUS: $new takes the place of the file, if it was written well.
        finish() {
          [ "$2" = 0 ] && sign "$new" "$1" && mv -f "$new" "$1" ||
            { rm -f "$new"; die "could not write $1; it is as it was"; }
          say "wrote $1"
        }

        # back PATH [plainly]: the file as it was, byte for byte; or without us, where others changed it since.
        back() {
          [ -e "$home/before$1" ] || die "$home/before$1 is gone; $1 stays as it is"
          if [ ! -e "$1" ] || ours "$1" || original "$1"; then
            cp -a "$home/before$1" "$1.ptp-verify"
          elif whole "$1" || [ "${2-}" = plainly ]; then
            save "$1"
            cp -a "$home/before$1" "$1.ptp-verify"
          else
            paired "$1" || die "a marker of ours is missing in $1, which somebody changed; it stays as it is"
            say "$1 was changed since by somebody else: only what is ours goes"
            cp -a "$1" "$1.ptp-verify" && bare "$1" >"$1.ptp-verify"
          fi && mv -f "$1.ptp-verify" "$1" ||
            { rm -f "$1.ptp-verify"; die "could not put $1 back; what it was is $home/before$1"; }
        }
        """#
}
