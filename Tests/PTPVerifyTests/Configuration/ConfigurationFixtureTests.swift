import Orchestration
import PTP
import PTPVerify
import Shell
import Testing

@Suite struct ConfigurationFixtureTests {
    @Test(arguments: ["fleet.yaml", "fleet.json"])
    func `a fleet on EC2 reads the same from YAML and JSON`(name: String) throws {
        let configuration = try resolveFixture(name).get()
        #expect(configuration.provider.value == .ec2)
        #expect(
            configuration.instanceTypes.value == [
                InstanceTypeRequest(type: "c7i.large", quantity: 2),
                InstanceTypeRequest(type: "m7g.medium", quantity: 1, expect: .declared),
            ]
        )
        #expect(configuration.subnetIDs.value == ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"])
        #expect(configuration.region.value == "eu-central-1")
        #expect(configuration.privateKeyPath.value == "/home/me/.ssh/ptp_ed25519")
        #expect(configuration.keyName.value == "ptp")
        #expect(configuration.keep == .positions([1, 3]))
        #expect(configuration.labels.value == ["team": "time", "purpose": "nightly"])
        #expect(configuration.sshPort == Setting(22))
        #expect(configuration.confirmationNeeded == nil)
    }

    @Test func `anchors, merge keys and folded texts are understood`() throws {
        let configuration = try resolveFixture("shared.yml").get()
        #expect(
            configuration.instanceTypes.value == [
                InstanceTypeRequest(type: "m7g.medium", quantity: 2, expect: .supported),
                InstanceTypeRequest(type: "r7g.medium", quantity: 2, expect: .supported),
                InstanceTypeRequest(type: "t4g.nano", quantity: 1, expect: .unsupported),
            ]
        )
        #expect(configuration.confirm.value)
        #expect(configuration.concurrency.value == 3)
        #expect(configuration.ttlMinutes.value == 240)
        #expect(configuration.labels.value == ["note": "A long note on two lines"])
    }

    @Test func `existing hosts need no instance types and no subnet`() throws {
        let configuration = try resolveFixture("hosts.yaml").get()
        #expect(configuration.provider == Setting(.hosts, source: configuration.hosts.source))
        #expect(configuration.provider.source != .default)
        let hosts = configuration.hosts.value
        #expect(
            hosts.map(\.description) == [
                "clock1.example.com", "root@192.0.2.7:22",
                "db1.example.com (private_key_path /home/me/.ssh/db1; host_keys accept-new; expect unsupported)",
                "me@[2001:db8::7]:22 (host_keys known-hosts; known_hosts /etc/known_hosts)",
            ]
        )
        #expect(
            hosts.map { configuration.endpoint(of: $0).description } == [
                "admin@clock1.example.com:2222", "root@192.0.2.7", "admin@db1.example.com:2222", "me@[2001:db8::7]",
            ]
        )
        #expect(configuration.cases.map(\.id.text) == hosts.map(\.name))
        #expect(configuration.cases.map(\.expectation) == [.supported, .supported, .unsupported, .supported])
        #expect(configuration.address.value == .private)
        #expect(configuration.driver == Setting(.asIs))
    }

    @Test func `a rehearsal may keep its fleet in a file`() throws {
        let configuration = try resolveFixture("simulated.yaml").get()
        #expect(configuration.provider.value == .simulated)
        #expect(configuration.plannedCount == 3)
        #expect(configuration.seed.value == .max)
        #expect(configuration.simulationState.value == "/home/me/fleet.state")
        #expect(configuration.simulationPace.value == 0.01)
        #expect(configuration.expect.value == .any)
        #expect(configuration.inconclusive.value == .skip)
        #expect(configuration.keep == .functional)
    }

    @Test(arguments: badFixtures.keys.sorted())
    func `a bad file is refused with every problem and its place`(name: String) throws {
        guard case .failure(let problems) = resolveFixture("bad/\(name)") else {
            Issue.record("\(name) was accepted")
            return
        }
        let path = "\(fixtureFolder)/bad/\(name)"
        let expected = try #require(badFixtures[name])
        #expect(problems.description.replacing(path, with: name) == expected)
    }
}

// MARK: - Fixtures

private let badFixtures: [String: String] = [
    "binary.yaml": """
    binary.yaml:1:11: this is not a text: it contains a zero byte
    """,
    "both.yaml": """
    both.yaml:1:1: hosts (both.yaml:2:1) and instance_types cannot go together
        leave one of the two out
    """,
    "config.toml": """
    --config: the configuration file config.toml is of no known kind
        its name must end in .yaml, .yml or .json
    """,
    "cyclic.yaml": """
    cyclic.yaml:1:8: the alias "*a" stands inside the value it refers to
    """,
    "duplicate-key.yaml": """
    duplicate-key.yaml:2:11: ssh_port must be a whole number from 1 to 65535, not "0"
    duplicate-key.yaml:3:1: the key "region" is there twice; the first is at line 1, column 1
    duplicate-key.yaml:4:1: unknown key "quantum"
        ptp-verify config explain lists the keys
    duplicate-key.yaml:5:22: the key "team" is there twice; the first is at line 5, column 10
    duplicate-key.yaml:9:1: the key "instance_types" is there twice; the first is at line 7, column 1
    """,
    "empty.yaml": """
    empty.yaml:1:1: the file is empty: it sets nothing
    """,
    "hosts.yaml": """
    hosts.yaml:2:5: hosts: "h:99999" is no host
        name it as NAME, USER@NAME, NAME:PORT or [IPV6]:PORT
    hosts.yaml:3:5: an item of hosts has no host
        add one, such as host: db1.example.com
    hosts.yaml:3:6: unknown key "usr" in an item of hosts
        did you mean user?
    hosts.yaml:3:15: unknown key "prot" in an item of hosts
        did you mean port?
    hosts.yaml:4:12: host must be a name or an address, not "me@h"
        user and port have keys of their own
    hosts.yaml:4:24: port must be a whole number from 1 to 65535, not "0"
    hosts.yaml:4:33: user must be a user name, not "a b"
    hosts.yaml:4:58: private_key_path: the home directory of another user is not looked up: "~root/key"
        write the whole path, or ~/… for your own
    hosts.yaml:5:26: host_keys must be auto, accept-new, known-hosts, injected, or fingerprints such as SHA256:…, \
    not "any"
    hosts.yaml:5:39: expect must be one of supported, unsupported, any, declared, not "suported"
        did you mean supported?
    hosts.yaml:5:62: known_hosts must be a single value, not a list or a mapping
    hosts.yaml:5:67: unknown key "quantum" in an item of hosts
        the keys are host, user, port, private_key_path, host_keys, known_hosts and expect
    hosts.yaml:6:5: an item of hosts must be a text such as admin@host:2222 or a mapping, not a list
    hosts.yaml:7:5: an item of hosts has no value
        give it one, or leave it out
    """,
    "keep.yaml": """
    keep.yaml:2:8: keep: positions count from 1, not "0"
    keep.yaml:2:11: keep: 9 is out of range; 6 instances are planned
        positions are 1 to 6, ids are like c7i.large#1
    keep.yaml:2:14: keep: positions count from 1, not "-1"
    keep.yaml:2:18: keep: a range must rise from 1 or more, not "7-5"
    keep.yaml:2:23: keep: 5-7 is out of range; 6 instances are planned
        positions are 1 to 6, ids are like c7i.large#1
    keep.yaml:2:28: keep: "c7i.large#3" is not in the plan
        positions are 1 to 6, ids are like c7i.large#1
    keep.yaml:2:41: keep: "functionl" is not in the plan
        did you mean functional?
    keep.yaml:2:52: keep: "all" must stand alone, not in a list
    """,
    "no-subnet.yaml": """
    subnet_id is missing; launching on EC2 needs one
        set subnet_id (PTP_SUBNET_ID, --subnet-id), or provider: simulated for a rehearsal
    """,
    "not-a-mapping.yaml": """
    not-a-mapping.yaml:1:1: the file must be a mapping of keys to values
    """,
    "paths.yaml": """
    paths.yaml:1:19: private_key_path: the home directory of another user is not looked up: "~root/key"
        write the whole path, or ~/… for your own
    paths.yaml:4:1: ttl_minutes (30, paths.yaml:4:1) must be more than case_timeout_minutes (30, default)
        an instance would end itself in the middle of its case
    """,
    "quantities.yaml": """
    quantities.yaml:3:5: the quantity of c7i.large must be a whole number from 1 to 1000, not "0"
    quantities.yaml:4:5: the quantity of m7g.medium must be a whole number from 1 to 1000, not "-1"
    quantities.yaml:5:33: the quantity of r7i.large must be a whole number from 1 to 1000, not "1e9"
    quantities.yaml:6:33: the quantity of r7g.large must be a whole number from 1 to 1000, not "two"
    quantities.yaml:7:33: the quantity of m7i.large must be a whole number from 1 to 1000, not "true"
    quantities.yaml:8:5: the quantity of m7a.large must be a whole number from 1 to 1000, not "1001"
    quantities.yaml:9:5: the quantities of r7a.large add up to 1200; at most 1000 are allowed
    """,
    "same-hosts.yaml": """
    same-hosts.yaml:3:5: hosts: "h" and "me@H:22" are the same machine
        leave one of the two out
    same-hosts.yaml:4:5: host_keys: injected works only for instances that are launched
        say known-hosts, accept-new, or the fingerprints of the hosts
    same-hosts.yaml:5:5: expect: declared needs what EC2 declares of a type, which is not known of hosts
        say supported, unsupported or any
    """,
    "two-documents.yaml": """
    two-documents.yaml:1:1: unknown key "a"
        ptp-verify config explain lists the keys
    two-documents.yaml:2:1: a second document begins here; only one is read
    """,
    "types.yaml": """
    types.yaml:3:5: an instance type must look like c7i.large, not "C7i.large"
        did you mean c7i.large?
    types.yaml:4:5: an instance type must look like c7i.large, not "c7i"
    types.yaml:5:5: an item of instance_types has no type
        add one, such as type: c7i.large
    types.yaml:6:24: unknown key "quantitiy" in an item of instance_types
        did you mean quantity?
    types.yaml:6:46: expect must be one of supported, unsupported, any, declared, not "suported"
        did you mean supported?
    types.yaml:7:5: an item of instance_types must be a text such as c7i.large:2 or a mapping, not a list
    types.yaml:9:5: c7i.large is there twice, expecting nothing special at types.yaml:8:5 and unsupported here
        keep one of the two
    types.yaml:10:5: an item of instance_types has no value
        give it one, or leave it out
    """,
    "unknown-keys.yaml": """
    unknown-keys.yaml:1:1: unknown key "instance_type"
        did you mean instance_types?
    unknown-keys.yaml:2:1: unknown key "subnet"
        did you mean subnet_id?
    unknown-keys.yaml:3:1: unknown key "ssh_prot"
        did you mean ssh_port?
    unknown-keys.yaml:4:1: unknown key "quantum"
        ptp-verify config explain lists the keys
    """,
    "values.yaml": """
    values.yaml:2:11: ssh_port must be a whole number from 1 to 65535, not "0"
    values.yaml:3:14: concurrency must be a whole number from 1 to 500, not "501"
    values.yaml:4:14: ttl_minutes must be a whole number from 5 to 10080, not "4"
    values.yaml:5:10: confirm must be 1, true, yes, 0, false or no, not "maybe"
    values.yaml:6:10: address must be one of public, private, ipv6, not "pubic"
        did you mean public?
    values.yaml:7:9: driver must be a single value, not a list or a mapping
    values.yaml:8:8: region has no value
        give it one, or leave it out
    values.yaml:9:18: simulation_pace must be a number from 0 to 3600, not "fast"
    values.yaml:10:10: "aws:x" cannot be the name of a label
        1 to 128 characters, not aws:… or ptp-verify:…
    values.yaml:11:7: seed must be a whole number from 0 to 18446744073709551615, not "-1"
    """,
]
