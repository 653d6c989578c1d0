/// Packages, and the wait for the first boot, which installs some.
extension StepScript {
    static let cloudInit = #"""
        command -v cloud-init >/dev/null || exit 0
        timeout 900 cloud-init status --wait </dev/null
        [ $? -ne 124 ] || die "cloud-init has not finished for 15 minutes; see /var/log/cloud-init-output.log"
        """#

    /// Runs a package manager; while another one works, it waits, at most five minutes.
    static let packages = #"""
        export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 ZYPP_LOCK_TIMEOUT=60
        deadline=$(($(date +%s) + 300))
        manage() {
          while :; do
            said=$(umask 022; timeout 900 "$@" </dev/null 9>&- 2>&1)
            status=$?
            say "$said" | tail -n 40
            [ $status -ne 0 ] || return 0
            case $said in
              *"get lock"* | *"is locked by"* | *"another copy is running"* | \
                *"already locked"* | *"transaction lock"*) ;;
              *) return $status ;;
            esac
            [ "$(date +%s)" -lt "$deadline" ] ||
              die "another program has kept the package manager locked for five minutes; try again when it is done"
            sleep 5
          done
        }

        """#

    /// `PACKAGE…`.
    static func install(with manager: PackageManager) -> String {
        switch manager {
        case .apt: installByAPT
        case .dnf, .yum:
            installByRPM(manager, "\(manager.rawValue) -y --setopt=exit_on_lock=1 --setopt=retries=3 install")
        case .zypper: installByRPM(manager, "zypper --non-interactive install --no-recommends")
        }
    }

    private static let installByAPT = #"""
        apt="apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold --no-install-recommends"
        missing=
        for p; do
          dpkg-query -W -f "\${Status}" "$p" 2>/dev/null | grep -q "ok installed" || missing="$missing $p"
        done
        [ -n "$missing" ] || { say "all are installed already"; exit; }
        manage $apt update || say "the lists of packages could not be refreshed; those that are there must do"
        plan=$(apt-get -s -y install --no-install-recommends $missing 2>/dev/null </dev/null)
        for p in $(say "$plan" | sed -n "s/^Remv \([^ ]*\).*/\1/p"); do
          remember "removed apt $p"
        done
        for p in $missing; do remember "installed apt $p"; done
        manage $apt install $missing || die "could not install$missing"
        """#

    private static func installByRPM(_ manager: PackageManager, _ command: String) -> String {
        """
        missing=
        for p; do rpm -q --whatprovides "$p" >/dev/null 2>&1 || missing="$missing $p"; done
        [ -n "$missing" ] || { say "all are installed already"; exit; }
        for p in $missing; do remember "installed \(manager.rawValue) $p"; done
        manage \(command) $missing || die "could not install$missing"
        """
    }

    /// `WANTED… -- PACKAGE…`: what others need by now stays, and what had given way is there before anything goes.
    static func uninstall(with manager: PackageManager) -> String {
        let (isInstalled, apart, exchange) = manager == .apt ? byAPT : byRPM(manager)
        return """
            # apart PACKAGE…: whether nothing else would go with them.
            apart() {
              \(apart)
            }
            wanted=
            while [ "$1" != -- ]; do wanted="$wanted $1"; shift; done
            shift
            gone=
            for p; do
              \(isInstalled) || continue
              if apart $gone "$p"; then gone="$gone $p"; else say "$p stays, because others need it"; fi
            done
            \(exchange)
            for p; do drop "installed \(manager.rawValue) $p"; done
            for p in $wanted; do drop "removed \(manager.rawValue) $p"; done
            """
    }

    private typealias Removal = (isInstalled: String, apart: String, exchange: String)

    /// In one go, because the host is never to be without a daemon that keeps the time.
    private static let byAPT: Removal = (
        #"dpkg-query -W -f "\${Status}" "$p" 2>/dev/null | grep -q "ok installed""#,
        #"""
        for q in $(apt-get -s purge "$@" 2>/dev/null </dev/null | sed -En "s/^(Purg|Remv) ([^ ]*).*/\2/p"); do
          case " $* " in *" $q "*) ;; *) return 1 ;; esac
        done
        """#,
        #"""
        exchange=$wanted
        for p in $gone; do exchange="$exchange $p-"; done
        [ -z "$exchange" ] || manage apt-get -y -o DPkg::Lock::Timeout=300 --purge install $exchange ||
          die "could not install ($wanted ) and remove ($gone )"
        """#
    )

    /// Dependencies that nobody needs any more stay: they may have been there before us.
    private static func byRPM(_ manager: PackageManager) -> Removal {
        let (add, remove) =
            manager == .zypper
            ? ("zypper --non-interactive install", "zypper --non-interactive remove --no-clean-deps")
            : (
                "\(manager.rawValue) -y install",
                "\(manager.rawValue) -y --setopt=clean_requirements_on_remove=False remove"
            )
        return (
            // With a version the name means what the package provides; rpm knows it by its file's name.
            #"""
            case $p in *=*) [ -n "$(rpm -qa "${p%%=*}-${p#*=}*")" ] ;; *) rpm -q "$p" >/dev/null 2>&1 ;; esac
            """#,
            #"""
            names=
            for q; do case $q in *=*) ;; *) names="$names $q" ;; esac; done
            [ -z "$names" ] || rpm -e --test $names >/dev/null 2>&1
            """#,
            """
            if [ -n "$wanted" ]; then manage \(add) $wanted || die "could not install$wanted, which had given way"; fi
            if [ -n "$gone" ]; then manage \(remove) $gone || die "could not remove$gone"; fi
            """
        )
    }
}
