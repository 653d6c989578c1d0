/// The driver: built, made known to the initramfs and to the boot loader.
extension StepScript {
    /// Where only signed modules are let in, an unsigned driver must not replace one that works.
    static let trust = #"""
        only_signed() {
          judge="the kernel, by module.sig_enforce,"
          grep -qsx "[Y1]" /sys/module/module/parameters/sig_enforce && return
          judge="Secure Boot"
          mokutil --sb-state 2>/dev/null | grep -q "SecureBoot enabled" ||
            grep -qsE "\[(integrity|confidentiality)\]" /sys/kernel/security/lockdown
        }

        """#

    /// `TAG DIGEST BUNDLE`.
    static let build = #"""
        release=$(uname -r)
        version=${1##*_}
        module=/lib/modules/$release/updates/ena.ko
        loads_ours() { [ "$(readlink -f "$(modinfo -n ena)")" = "$(readlink -f "$module")" ]; }
        only_signed && die "$judge lets in signed modules only; the driver was not built"
        if [ "$(modinfo -F version "$module" 2>/dev/null)" = "${version}g" ] && loads_ours; then
          say "$module is there already"; exit
        fi
        [ -e "/lib/modules/$release/build/Makefile" ] || die "the headers of the running kernel $release are missing"
        work=$home/build
        rm -rf "$work"
        house && mkdir -p "$work/source" || die "could not make $work"
        bundle=$3
        if [ -z "$bundle" ]; then
          bundle=$work/source.tar.gz
          url=https://github.com/amzn/amzn-drivers/archive/refs/tags/$1.tar.gz
          curl -fsSL --retry 3 --connect-timeout 20 --max-time 300 -o "$bundle" "$url" </dev/null ||
            die "could not fetch $url: a host without internet needs an offline bundle"
        fi
        found=$(sha256sum "$bundle" | cut -d " " -f 1)
        [ -z "$2" ] || [ "$found" = "$2" ] || die "the SHA-256 of $bundle is $found, not $2; it was not used"
        say "source: $1, SHA-256 $found"
        tar -xzf "$bundle" -C "$work/source" --strip-components=1 || die "could not unpack $bundle"
        cd "$work/source/kernel/linux/ena" || die "$bundle has no kernel/linux/ena"
        # Another compiler than the kernel's may not know its options.
        \#(Probe.kernelCompiler)
        [ -n "$compiler" ] && command -v "$compiler" >/dev/null || compiler=
        ENA_PHC_INCLUDE=1 make ${compiler:+CC="$compiler"} -j "$(nproc)" >"$work/log" 2>&1 </dev/null ||
          { tail -n 60 "$work/log"; die "the driver $1 could not be built for the kernel $release"; }
        modinfo -p ena.ko | grep -q "^phc_enable" || die "the driver was built, but without its clock"
        directory "${module%/*}"
        keep "$module"
        install -m 0644 ena.ko "$module.new" && sign "$module.new" "$module" && mv -f "$module.new" "$module" ||
          { rm -f "$module.new"; die "could not install $module"; }
        index_modules || die "depmod -a failed"
        loads_ours || die "modprobe would load $(modinfo -n ena), not $module"
        cd / && rm -rf "$work"
        say "built $module, version $(modinfo -F version "$module")"
        """#

    /// A disk that fills up may cost the new one, never the one that is there.
    static func rebuild(with tool: InitramfsTool) -> String {
        let command =
            switch tool {
            case .dracut: #"dracut -f ${image:+"$image.ptp-verify" "$release"}"#
            case .updateInitramfs: #"update-initramfs -u -k "$release""#
            case .mkinitrd: "mkinitrd"
            }
        return #"""
            release=$(uname -r)
            image=
            for path in "/boot/initramfs-$release.img" "/boot/initrd-$release" "/boot/initrd.img-$release"; do
              [ ! -e "$path" ] || image=$(readlink -f "$path")
            done
            if [ -n "$image" ]; then
              need=$(($(stat -c %s "$image") / 1024 * 5 / 4 + 1024))
              free=$(df -Pk "${image%/*}" | awk 'NR == 2 { print $4 }')
              [ "$free" -ge "$need" ] ||
                die "${image%/*} has only $free KiB left, a new initramfs needs $need; the old one was not touched"
            fi
            if ! \#(command) </dev/null; then
              rm -f "$image.ptp-verify"
              die "\#(tool.rawValue) failed; the host still starts with the initramfs of before"
            fi
            [ -z "$image" ] || [ ! -e "$image.ptp-verify" ] || mv -f "$image.ptp-verify" "$image" ||
              die "the new initramfs could not take the place of $image"
            """#
    }

    /// What a boot loader's own configuration is made from; the file is ours, or has our line between markers.
    static let bootLoader = #"""
        regenerate() {
          if command -v update-grub >/dev/null; then update-grub
          elif command -v grub2-mkconfig >/dev/null; then grub2-mkconfig -o /boot/grub2/grub.cfg
          fi </dev/null || die "the boot loader's configuration could not be made anew"
        }

        """#

    /// `ARGUMENT`.
    static let addArgument = #"""
        remember "argument $1"
        line="GRUB_CMDLINE_LINUX_DEFAULT=\"\$GRUB_CMDLINE_LINUX_DEFAULT $1\""
        if command -v grubby >/dev/null; then
          grubby --update-kernel=ALL --args="$1" </dev/null || die "grubby could not add $1"
          exit
        fi
        path=/etc/default/grub
        [ ! -d /etc/default/grub.d ] || path=/etc/default/grub.d/ptp-verify.cfg
        if ! grep -qsxF -- "$line" "$path"; then
          begin "$path"
          { [ ! -e "$path" ] || cat "$path"; } >"$new" &&
            printf "# ptp-verify begin\n%s\n# ptp-verify end\n" "$line" >>"$new" && chmod 0644 "$new"
          finish "$path" $?
        fi
        regenerate
        """#

    /// `ARGUMENT`; our line is gone already.
    static let removeArgument = #"""
        if command -v grubby >/dev/null; then
          grubby --update-kernel=ALL --remove-args="$1" </dev/null || die "grubby could not remove $1"
        else
          regenerate
        fi
        undid "argument $1"
        """#

    static let reboot = #"""
        sync
        systemd-run --on-active=2 --timer-property=AccuracySec=100ms systemctl reboot ||
          shutdown -r +1 || die "the host could not be told to start anew"
        """#
}
