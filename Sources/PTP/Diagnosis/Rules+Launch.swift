import Orchestration

/// What goes wrong before anybody can look at a clock: connection, placement, type, hardware.
extension Rule {
    static let connection = [
        Rule(
            "F19",
            .connection,
            "the driver could not start its clock, and did not start the network either",
            remedy: """
                Use an ENA driver from 2.16.0 on, for which a clock that fails is not fatal, \
                and run `sudo modprobe ptp` before it is loaded.
                """
        ) {
            let words = ["Failed initiating PHC", "Failed registering ptp clock", "Unknown symbol ptp_clock_register"]
            return $0.quotes(.console, .kernel, .steps, .others, withAny: words)
        },
        Rule(
            "F20",
            .connection,
            "the driver was reloaded within the session, which went with the network",
            remedy: """
                Reload detached, as in \
                `sudo systemd-run --on-active=2 sh -c 'modprobe -r ena; modprobe ena phc_enable=1'`, and log in again.
                """
        ) { scene in
            let reloads = scene.situation.steps.filter {
                $0.exitStatus == nil && ($0.id.contains("reload") || $0.id.contains("devlink"))
            }
            return reloads.isEmpty ? nil : reloads.map { "step \($0.id): the connection went before it ended" }
        },
    ]

    static let placement = [
        Rule(
            "F03",
            .placement,
            "EC2 has no capacity for this type in the given zones",
            remedy: "Try again later, or give subnets in more zones with subnet_id."
        ) { scene in
            if let failure = scene.situation.failure, failure.code == .capacity { return ["failure: \(failure)"] }
            return scene.quotes(.failure, .others, withAny: ["InsufficientInstanceCapacity", "InsufficientCapacity"])
        },
        Rule(
            "F04",
            .placement,
            "what asked EC2 for the placement group does not know the strategy precision-time",
            remedy: "Update the AWS CLI or SDK, or let `ptp-verify` make the group (placement_group: precision-time)."
        ) { scene in
            let refusals = ["invalid choice", "InvalidParameterValue", "is not a valid", "unknown option"]
            return scene.quotes(.failure, .others, withAny: refusals)?.filter {
                $0.contains("precision-time") || $0.lowercased().contains("strategy")
            }
        },
        Rule(
            "F05",
            .placement,
            "EC2 does not take this type, or this place, into a precision-time placement group",
            remedy: """
                Choose a family and a Region that AWS lists for such groups; \
                Local Zones, China and GovCloud have none.
                """
        ) { scene in
            scene.quotes(.failure, .others, with: "placement group")?.filter {
                let line = $0.lowercased()
                return line.contains("unsupported") || line.contains("not supported")
            }
        },
    ]

    static let type = [
        Rule(
            "F01",
            .type,
            "EC2 declares that the instance type has no PTP hardware clock, and the host has none",
            remedy: """
                Choose a family that is declared supported: `aws ec2 describe-instance-types --query \
                "InstanceTypes[?PhcSupport=='supported'].InstanceType"`.
                """
        ) { scene in
            guard scene.launch.declared == false, scene.showsNoClock, !scene.ladder.held(.hardware) else { return nil }
            return scene.details(.declared, .hardware, .driver, .enabled, .device)
        },
        Rule(
            "F48",
            .type,
            "the machine runs on Xen, whose network interface is no ENA",
            remedy: "Choose a type of the Nitro generation that is declared supported; t2, m4 and c4 are not."
        ) { scene in
            let drivers = [scene.facts.interface.value?.driver, scene.facts.driverInfo.value?.driver]
            return drivers.contains("vif") ? ["driver: the interface uses the driver vif"] : nil
        },
    ]

    static let hardware = [
        Rule(
            "F02",
            .hardware,
            "the type is declared to have the clock, but this launch got an ordinary host",
            remedy: """
                Launch into a placement group with strategy precision-time: \
                `aws ec2 create-placement-group --group-name NAME --strategy precision-time`, \
                then run-instances with `--placement GroupName=NAME`.
                """
        ) { scene in
            let isPlaced = scene.launch.placement == Situation.Launch.precisionTime
            let isReady =
                scene.facts.isEnabled == true && !scene.ladder.held(.hardware) && scene.ladder.failed(.declared)
            guard scene.launch.declared == true, !isPlaced, scene.showsNoClock, scene.isOrdinary || isReady else {
                return nil
            }
            return scene.details(.declared, .hardware, .enabled, .device)
        },
        Rule(
            "ordinary-though-placed",
            .hardware,
            """
            the type is declared to have the clock and runs in a precision-time placement group, \
            and yet the host is an ordinary one
            """,
            remedy: """
                Stop and start the instance, or launch in another zone; \
                if it stays so, tell AWS that the declaration is wrong.
                """
        ) { scene in
            guard scene.launch.declared == true, scene.launch.placement == Situation.Launch.precisionTime,
                scene.showsNoClock, scene.isOrdinary
            else { return nil }
            return scene.details(.declared, .hardware, .enabled, .device)
        },
        Rule(
            "ordinary-host",
            .hardware,
            """
            this host is an ordinary one: its type has no clock, \
            or it was launched outside a precision-time placement group
            """,
            remedy: """
                Ask EC2 which of the two: \
                `aws ec2 describe-instance-types --instance-types TYPE --query 'InstanceTypes[].PhcSupport'`.
                """
        ) { scene in
            guard scene.launch.declared == nil, scene.showsNoClock, scene.isOrdinary else { return nil }
            return scene.details(.hardware, .device)
        },
        Rule(
            "unproven-absence",
            .hardware,
            "the driver is ready and shows no clock, but nothing tells whether the host has the hardware",
            remedy: """
                Add `server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4` to chrony's configuration, \
                and look at its stratum.
                """
        ) { scene in
            guard scene.showsNoClock, scene.ladder.standing(.hardware).status == .notMeasured,
                scene.facts.isEnabled == true,
                scene.facts.sources.value != nil, scene.launch.declared != false
            else { return nil }
            return scene.details(.hardware, .enabled, .device)
        },
        Rule(
            "F11",
            .hardware,
            "the device refuses to offer a clock: this host's hardware or placement has none",
            remedy: "Check that the type is declared supported, and launch it into a precision-time placement group."
        ) { scene in
            let words = ["Device doesn't support PHC"]
            if let quotes = scene.quotes(.steps, .kernel, .failure, .others, withAny: words) { return quotes }
            guard let absence = scene.facts.devlink.absence, "\(absence)".contains(words[0]) else { return nil }
            return ["devlink: \(absence)"]
        },
    ]
}
