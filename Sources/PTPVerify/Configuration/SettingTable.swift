import Orchestration
import PTP
import Reports
internal import YAML

/// All settings; file keys, variables, options, help and suggestions follow from this table.
package enum SettingTable {
    package static let rows: [SettingRow] = [configFile] + fleet + cloud + access + judgement + run + money + simulation

    /// The rows that may stand in a file: all but the one that names the file.
    static let inFiles = rows.filter { $0.key != configFile.key }

    static let configFile = SettingRow(
        "config",
        \.file,
        .optional(.path, unset: "none"),
        "FILE",
        "configuration file, .yaml, .yml or .json"
    )

    private static let fleet: [SettingRow] = [
        SettingRow(
            "provider",
            \.provider,
            .word,
            "NAME",
            "where the machines come from: ec2, simulated or hosts",
            default: "hosts if hosts are given, ec2 if instance types are, else simulated"
        ),
        SettingRow(
            "instance_types",
            \.instanceTypes,
            .instanceTypes,
            "TYPE[:N],…",
            "instance types to verify, with quantities",
            default: "a built-in fleet when simulated"
        ),
        hosts,
    ]

    static let hosts = SettingRow(
        "hosts",
        \.hosts,
        .hosts,
        "[USER@]HOST[:PORT],…",
        "machines that already run: verify these, launch and end nothing; only looked at unless driver is set; in a "
            + "file each may have settings of its own"
    )

    private static let cloud: [SettingRow] = [
        SettingRow(
            "subnet_id",
            \.subnetIDs,
            .list(.identifier("subnet", "a subnet id"), unset: "none"),
            "ID,…",
            "subnets to launch in, required on EC2; the next one is tried when capacity lacks"
        ),
        SettingRow(
            "region",
            \.region,
            .optional(.text(.name("a region such as eu-central-1")), unset: "that of the profile"),
            "NAME",
            "AWS region",
            also: ["AWS_REGION", "AWS_DEFAULT_REGION"]
        ),
        SettingRow(
            "profile",
            \.profile,
            .optional(.text(), unset: "default"),
            "NAME",
            "profile in the AWS configuration files",
            also: ["AWS_PROFILE"]
        ),
        SettingRow(
            "ami_id",
            \.amiID,
            .optional(.text(.identifier("ami", "an image id")), unset: "newest Amazon Linux 2023"),
            "ID",
            "machine image"
        ),
        SettingRow(
            "security_group_ids",
            \.securityGroupIDs,
            .list(.identifier("sg", "a security group id"), unset: "a temporary one, SSH from here only"),
            "ID,…",
            "security groups of the instances"
        ),
        SettingRow(
            "ssh_from",
            \.sshFrom,
            .list(.network, unset: "the address that AWS sees you come from"),
            "CIDR,…",
            "networks that the temporary security group lets in by SSH"
        ),
        SettingRow(
            "placement_group",
            \.placementGroup,
            .placementGroup,
            "NAME",
            "placement group by name or id; precision-time makes one for the run; none uses none"
        ),
        SettingRow("labels", \.labels, .labels, "NAME=VALUE,…", "tags for everything that is launched"),
    ]

    static let access: [SettingRow] = [
        SettingRow(
            "key_name",
            \.keyName,
            .optional(.text(), unset: "none"),
            "NAME",
            "EC2 key pair to put on the instances"
        ),
        SettingRow(
            "private_key_path",
            \.privateKeyPath,
            .optional(.path, unset: "a throw-away key per run"),
            "FILE",
            "private key to log in with; \(SecretVariable.passphrase.rawValue) opens an encrypted one"
        ),
        SettingRow("ssh_user", \.sshUser, .text(.name("a user name")), "NAME", "user to log in as"),
        SettingRow("ssh_port", \.sshPort, .integer(1...65_535), "N", "port of the SSH server"),
        SettingRow(
            "host_keys",
            \.hostKeys,
            .hostKeys,
            "HOW",
            "how hosts prove who they are: auto (the console on EC2, elsewhere known_hosts, else accepted as new), "
                + "accept-new, known-hosts, injected (a key made for the run goes to the instances), "
                + "or fingerprints SHA256:…,…"
        ),
        SettingRow(
            "known_hosts",
            \.knownHosts,
            .optional(.path, unset: "~/.ssh/known_hosts"),
            "FILE",
            "file with the keys of known hosts"
        ),
        SettingRow(
            "login_timeout_seconds",
            \.loginTimeoutSeconds,
            .optional(.integer(1...7200), unset: "600, 1800 for .metal, 60 for what already runs"),
            "N",
            "how long a host may take until one can log in"
        ),
        SettingRow("strict", \.strict, .flag, "YES|NO", "refuse private key files that others may read"),
        SettingRow(
            "address",
            \.address,
            .optional(.word, unset: "public, else private"),
            "KIND",
            "address to connect to: public, private or ipv6"
        ),
    ]

    private static let judgement: [SettingRow] = [
        SettingRow(
            "driver",
            \.driver,
            .word,
            "HOW",
            "what may be done to put the clock in use: auto (only what it takes), as-is (nothing at all), "
                + "or build (with the driver of ena_release)",
            default: "as-is for hosts, else auto"
        ),
        SettingRow(
            "restore",
            \.restore,
            .flag,
            "YES|NO",
            "undo on hosts at the end of their cases all that they remember of a set-up, if this run changed anything; "
                + "`ptp-verify restore` does the same later"
        ),
        SettingRow(
            "ena_release",
            \.enaRelease,
            .text(.name("a release tag such as ena_linux_2.16.1")),
            "TAG",
            "release of the ENA driver that is built where the host's own has no clock"
        ),
        SettingRow(
            "ena_bundle",
            \.enaBundle,
            .optional(.path, unset: "none: fetched by the host from GitHub"),
            "FILE",
            "sources of that release as .tar.gz, for hosts without a way to the Internet"
        ),
        SettingRow(
            "ena_digest",
            \.enaDigest,
            .optional(.text(.digest), unset: "that of ena_bundle, else none: what was fetched is only told"),
            "SHA256",
            "what the sources must have as their SHA-256"
        ),
        SettingRow(
            "packet_timestamping",
            \.packetTimestamping,
            .flag,
            "YES|NO",
            "also let the interface stamp the packets that it receives"
        ),
        SettingRow("samples", \.samples, .integer(1...86_400), "N", "how often chrony is looked at, once a second"),
        SettingRow(
            "reboot",
            \.reboot,
            .flag,
            "YES|NO",
            "start the host anew once after the proof, and prove that the clock is in use again with nothing to set up"
        ),
        SettingRow(
            Thresholds.setting,
            \.thresholds,
            .thresholds,
            "NAME=VALUE,…",
            "what is good enough: \(Thresholds.named.map(\.name).joined(separator: ", "))"
        ),
        SettingRow("expect", \.expect, .word, "WHAT", "what to expect: supported, unsupported, any or declared"),
        SettingRow(
            "inconclusive",
            \.inconclusive,
            .word,
            "HOW",
            "what an inconclusive case counts as: fail, or skip, with which it does not count"
        ),
        keep,
    ]

    static let keep = SettingRow(
        "keep",
        \.keepRequest,
        .keep,
        "WHICH",
        "instances to keep: none, all, functional, ask, ids such as c7i.large#1, or positions such as 1,3,5-7"
    )

    private static let run: [SettingRow] = [
        SettingRow("concurrency", \.concurrency, .integer(1...500), "N", "cases under way at the same time"),
        SettingRow(
            RunPlan.failFastSetting,
            \.failFast,
            .flag,
            "YES|NO",
            "whether nothing more is begun once a case is not as expected; what is under way goes on to its end"
        ),
        SettingRow(
            "confirm",
            \.confirm,
            .flag,
            "YES|NO",
            "agree to more than \(Configuration.mostTypesUnconfirmed) types "
                + "or \(Configuration.mostInstancesUnconfirmed) instances"
        ),
        SettingRow(
            RunPlan.timeToLiveSetting,
            \.ttlMinutes,
            .integer(5...10_080),
            "N",
            "after this time an instance ends itself"
        ),
        SettingRow(InstanceCase.timeoutSetting, \.caseTimeoutMinutes, .integer(1...1440), "N", "time limit of a case"),
        SettingRow(
            RunPlan.cleanupTimeoutSetting,
            \.cleanupTimeoutMinutes,
            .integer(1...1440),
            "N",
            "time limit of cleaning up, and of making what all cases share"
        ),
        SettingRow(
            "name",
            \.name,
            .optional(.text(.slug), unset: "none"),
            "WORD",
            "what the run's name ends with (a-z, 0-9 and -), to find it by: compare '*-before' with '*-after'"
        ),
        reportDirectory,
        redact,
        store,
    ]

    /// What a budget is about, and what it cannot hold.
    static let whatCounts =
        "instances only, kept ones until they end themselves: disks and addresses are not counted, and a kept instance "
        + "whose timer was stopped goes on"

    private static let money: [SettingRow] = [
        SettingRow("prices", \.prices, .prices, "TYPE=DOLLARS,…", "US dollars per hour by instance type"),
        SettingRow(
            "price_list",
            \.priceList,
            .flag,
            "YES|NO",
            "whether AWS is asked, on EC2, for the prices that are not given"
        ),
        SettingRow(
            "max_cost",
            \.maxCost,
            .optional(.money, unset: "no limit"),
            "DOLLARS",
            "budget in US dollars: nothing is launched that could exceed it; \(whatCounts)"
        ),
        SettingRow(
            "max_instance_hours",
            \.maxInstanceTime,
            .optional(.hours, unset: "no limit"),
            "HOURS",
            "budget in hours of all instances together: nothing is launched that could exceed it; \(whatCounts)"
        ),
    ]

    static let reportDirectory = SettingRow(
        "report_dir",
        \.reportDirectory,
        .path,
        "DIR",
        "where the run directories are made"
    )

    static let redact = SettingRow(
        Redaction.setting,
        \.redact,
        .redaction,
        "WHAT,…",
        "what reports and the console do not tell: addresses, accounts, instances, all or none; the journal has it all"
    )

    static let store = SettingRow(
        "store",
        \.store,
        .optional(.path, unset: "none; for `ptp-verify store`: \(Configuration.storeName) in report_dir"),
        "FILE",
        "results store, to which every finished run is added"
    )

    static let simulation: [SettingRow] = [
        SettingRow("seed", \.seed, .integer(0...UInt64.max), "N", "seed of the simulated fleet"),
        SettingRow(
            "simulation_state",
            \.simulationState,
            .optional(.path, unset: Configuration.memoryState),
            "FILE",
            "file that keeps the simulated cloud after the process"
        ),
        SettingRow(
            "simulation_pace",
            \.simulationPace,
            .number(0...3600),
            "SECONDS",
            "real seconds per simulated second"
        ),
    ]
}

extension SettingDecoder where Value == PlacementGroupChoice {
    fileprivate static let placementGroup = Self(
        decode: { node, decoding in
            switch decoding.text(node) {
            case nil: nil
            case "none": PlacementGroupChoice.none
            case "precision-time": .precisionTime
            case .some(let name): .existing(name)
            }
        },
        show: \.description
    )
}

extension SettingDecoder where Value == HostKeyChoice {
    static let hostKeys = Self(
        decode: { node, decoding in
            guard let items = decoding.items(node) else { return nil }
            let texts = items.compactMap { decoding.text($0) }
            guard texts.count == items.count else { return nil }
            guard let choice = HostKeyChoice(texts) else {
                decoding.refuse(mustBe: HostKeyChoice.wanted, not: texts.joined(separator: ","), at: node.mark)
                return nil
            }
            return choice
        },
        show: \.description
    )
}
