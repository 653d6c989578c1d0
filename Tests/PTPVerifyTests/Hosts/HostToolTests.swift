import Files
import Orchestration
import PTPVerify
import Testing

/// The tool's words where machines already run; AWS is nowhere to be found and not missed.
@Suite struct HostToolTests {
    private let hosts = ["PTP_HOSTS": "host1,admin@host2:2222"]

    @Test func `a plan tells the hosts, and that nothing is launched or paid for`() async throws {
        let bench = try Bench()
        let plan = await bench.tool(["plan"], hosts)
        #expect((plan.code, plan.complaints) == (0, ""))
        #expect(
            plan.output == """
                2 cases on hosts, 1 at a time
                  1  host1             expected supported
                  2  admin@host2:2222  expected supported
                these machines run already: nothing is launched, terminated or billed
                reports: \(bench.runs)
                no confirmation is needed
                """
        )
        let json = await bench.tool(["plan", "--json"], hosts).output
        #expect(json.contains("\"machine\": \"admin@host2:2222\"") && !json.contains("\"expense\""))
        let many = ["PTP_HOSTS": (1...9).map { "host\($0)" }.joined(separator: ",")]
        #expect(await bench.tool(["plan"], many).output.hasSuffix("no confirmation is needed"))
        #expect(!Files.exists(bench.runs))
    }

    @Test func `a sweep has nothing to do with hosts`() async throws {
        let bench = try Bench()
        for arguments in [["sweep"], ["sweep", "--apply"]] {
            let sweep = await bench.tool(arguments, hosts)
            #expect((sweep.code, sweep.complaints) == (0, ""))
            #expect(sweep.output == "nothing to do")
        }
        #expect(await bench.tool(["sweep", "--json"], hosts).output.contains("\"to_go\": []"))
    }

    @Test func `every key that cannot be used is told, once`() async throws {
        let bench = try Bench()
        let hosts = [("a", "one"), ("b", "one"), ("c", "two")].map { "{host: \($0), private_key_path: /no/\($1)}" }
        let file = try bench.file("hosts.yaml", "hosts: [\(hosts.joined(separator: ", "))]\n")
        let doctor = await bench.tool(["doctor"], ["PTP_CONFIG": file])
        #expect(doctor.code == 2 && doctor.output.hasSuffix("2 problems"), "\(doctor.output)")
        for key in ["one", "two"] { #expect(doctor.output.contains("PROBLEM use the private key /no/\(key): ")) }
        let run = await bench.tool(["run"], ["PTP_CONFIG": file])
        #expect(run.code == 2 && run.complaints.contains("/no/one") && !Files.exists(bench.runs))
        let explained = await bench.tool(["config", "explain"], ["PTP_CONFIG": file]).output
        #expect(explained.contains("= a (private_key_path /no/one),b (private_key_path /no/one),c"), "\(explained)")
    }

    @Test(arguments: ["run", "doctor"])
    func `without a key nobody is asked, and it is said where one can be named`(command: String) async throws {
        let bench = try Bench()
        let end = await bench.tool([command], hosts)
        #expect(end.code == 2)
        #expect((end.output + end.complaints).contains("private_key_path"), "\(end)")
        #expect(!Files.exists(bench.runs))
    }
}
