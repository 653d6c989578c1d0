/// What goes wrong while packages are installed and a driver is built.
///
/// None of it says anything about the type.
extension Rule {
    static let build = [
        Rule(
            "cloud-init-running",
            .build,
            "the first boot does not end: cloud-init still runs, and until it is done nothing is set up",
            remedy: """
                Run `cloud-init status --long` and read /var/log/cloud-init-output.log; mend the user data that hangs, \
                and run the case again.
                """
        ) { scene in
            // Early on it runs on every host: it hangs where somebody waited for it, or where all came to an end.
            let waits = scene.situation.steps.filter { $0.id == "cloud-init" }
            guard scene.facts.cloudInit.value == .running, !waits.isEmpty || scene.situation.failure != nil else {
                return nil
            }
            return ["cloud-init: status: running"] + (scene.quotes(.failedSteps, with: "cloud-init") ?? [])
        },
        Rule(
            "no-internet",
            .build,
            "the host has no way to the Internet, so packages and the driver's source could not be fetched",
            remedy: """
                Give an offline bundle of the driver (`ena_bundle`) and an image that has the compiler, the headers \
                and chrony; or give the subnet a way out (a NAT gateway, or a proxy).
                """
        ) {
            // Only what the host says: a failure may tell of this machine's way to it.
            let words = [
                "Could not resolve", "Temporary failure resolving", "Temporary failure in name resolution",
                "curl: (6)", "curl: (7)", "curl: (28)", "Curl error (6)", "Curl error (7)", "Curl error (28)",
                "Cannot initiate the connection to", "Cannot find a valid baseurl for repo", "Network is unreachable",
            ]
            return $0.quotes(.failedSteps, .others, withAny: words)
        },
        Rule(
            "F49",
            .build,
            "the package manager was busy or its data broken: the first boot was still going on",
            remedy: "Run `cloud-init status --wait`, then run the case again."
        ) {
            let words = [
                "Could not get lock", "Unable to acquire the dpkg frontend lock", "Unable to lock the administration",
                "Waiting for process with pid", "rpmdb open failed", "DB_RUNRECOVERY", "cache corruption",
                "is locked by another process", "System management is locked",
            ]
            return $0.quotes(.failedSteps, .failure, .others, withAny: words)
        },
        Rule(
            "F46",
            .build,
            "the machine is too small to build the driver: its disk or its memory ran out",
            remedy: "Use a root volume of 16 GiB and a type with 2 GiB of memory at least, or give a prebuilt driver."
        ) {
            let words = [
                "No space left on device", " more space needed on the ", "enough free space in /",
                "Killed (program cc1)", "Killed signal terminated program cc1",
                "virtual memory exhausted",
            ]
            if let quotes = $0.quotes(.failedSteps, .failure, .others, withAny: words) { return quotes }
            return $0.quotes(.kernel, with: "Out of memory", "cc1")
        },
        Rule(
            "F16",
            .build,
            "the headers of the running kernel are not in the repository any more",
            remedy: "Update the kernel, `sudo reboot`, and run the case again; or use a newer image."
        ) {
            let words = [
                "Unable to find a match: kernel", "No package kernel",
                "Unable to locate package linux-headers",
                "Couldn't find any package by glob 'linux-headers", "No match for argument: kernel",
                "'kernel-default-devel' not found", "No provider of 'kernel-",
            ]
            return $0.quotes(.failedSteps, .failure, .others, withAny: words)
        },
        Rule(
            "F15",
            .build,
            "the headers of the running kernel are not installed",
            remedy: """
                Install them: `sudo dnf install kernel-devel-$(uname -r)` or \
                `sudo apt-get install linux-headers-$(uname -r)`.
                """
        ) { scene in
            if let quotes = scene.quotes(.failedSteps, .failure, .others, with: "No rule to make target", "modules") {
                return quotes
            }
            return scene.quotes(
                .failedSteps,
                .failure,
                .others,
                with: "/lib/modules/",
                "build: No such file or directory"
            )
        },
        Rule(
            "other-compiler",
            .build,
            "the compiler is another than the kernel's, and does not know what the kernel's build asks of it",
            remedy: "Install the compiler that `cat /proc/version` names, such as `sudo apt-get install gcc-12`."
        ) {
            let words = [
                "unrecognized command-line option", "unrecognized command line option", "gcc-9: not found",
                "gcc-10: not found", "gcc-11: not found", "gcc-12: not found", "gcc-13: not found",
                "gcc-14: not found", "gcc-15: not found", "gcc10-gcc: not found", "gcc10-gcc: command not found",
            ]
            return $0.quotes(.failedSteps, .failure, .others, withAny: words)
        },
        Rule(
            "F17",
            .build,
            "this release of the driver does not compile for this kernel",
            remedy: "Build another release of the driver, newest first, or use another kernel."
        ) {
            let words = [
                "bad exit status: 2", "Bad return status for module build", "ERROR: modpost:",
                "implicit declaration of function", "nested redefinition of",
                "conflicting types for", "has no member named", "incompatible pointer type",
            ]
            return $0.quotes(.failedSteps, .failure, .others, withAny: words)
        },
        Rule(
            "failed-build",
            .build,
            "the driver could not be built or installed, for a reason of the host's own",
            remedy: """
                Read what the failed step printed, and mend it on the host; or use an image whose driver has the clock.
                """
        ) { scene in
            guard let step = scene.ladder.failedBuild else { return nil }
            let lines = step.output.split(whereSeparator: \.isNewline).suffix(2)
            return lines.isEmpty ? ["\(step.id): it printed nothing"] : lines.map { "\(step.id): \($0.prefix(300))" }
        },
        Rule(
            "F18",
            .build,
            "only signed modules are let in, by Secure Boot or by the kernel itself, and the driver has no signature",
            remedy: """
                Use an image without Secure Boot (`mokutil --sb-state`) and without `module.sig_enforce`, or one whose \
                own, signed driver has the clock; or sign the module with an enrolled key.
                """
        ) { scene in
            // By keys that do not fit, and where there is none at all.
            let words = ["Key was rejected by service", "Required key not available"]
            if let quotes = scene.quotes(.steps, .failure, .kernel, .console, .others, withAny: words) {
                return quotes
            }
            // What our own steps say, which look before they touch a driver.
            if let quotes = scene.quotes(.failedSteps, withAny: ["wants signed modules", "signed modules only"]) {
                return quotes
            }
            guard let judge = scene.facts.secureBoot.value, judge.isEnabled || judge.areSignaturesEnforced,
                let driver = scene.driverWithoutClock
            else { return nil }
            return ["secure-boot: " + (judge.isEnabled ? "SecureBoot enabled" : "module.sig_enforce=1")] + driver
        },
    ]
}
