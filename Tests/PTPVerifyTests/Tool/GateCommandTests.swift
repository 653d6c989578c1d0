import Files
import Foundation
import Orchestration
import PTPVerify
import Testing

@Suite struct GateCommandTests {
    private static let simulated = ["--provider", "simulated", "--instance-types"]

    /// A bench with a run of these types.
    private func bench(_ types: String = "c7i.large:2,m7g.medium", _ more: String...) async throws -> Bench {
        let bench = try Bench()
        _ = await bench.tool(["run"] + Self.simulated + [types] + more)
        return bench
    }

    private func policy(_ bench: Bench, _ rule: String, _ name: String = "gate.yaml") throws -> String {
        try bench.file(
            name,
            "version: 1\nrules:\n- name: trading\n" + rule.split(separator: "\n").map { "  \($0)\n" }.joined()
        )
    }

    @Test func `a simulated run is refused with the reason, and judged where that is wanted`() async throws {
        let bench = try await bench()
        let refused = await bench.tool("gate")
        #expect(refused.code == 1 && refused.complaints.isEmpty)
        #expect(refused.output.hasPrefix("gate: FAIL by the built-in policy"), "\(refused.output)")
        #expect(refused.output.contains("the evidence is simulated, which proves nothing about real hardware"))
        let allowed = await bench.tool("gate", "--allow-simulated")
        #expect(allowed.code == 0 && allowed.output.hasPrefix("gate: PASS"), "\(allowed)")
    }

    @Test func `a reason names case, rule, figure, value and limit, to people and to programs`() async throws {
        let bench = try await bench("c7i.large")
        let path = try policy(bench, "verdict: supported\nthresholds: [p99(error_bound) < 1ns, errors < 1%]")
        let words = await bench.tool("gate", "--allow-simulated", "--policy", path)
        #expect(words.code == 1)
        #expect(
            words.output.contains("in the way, rule trading:\n  - c7i.large#1: p99(total_error_bound) is "),
            "\(words.output)"
        )
        #expect(words.output.contains("us, and must be < 1ns") || words.output.contains("ns, and must be < 1ns"))
        let told = await bench.tool("gate", "--json", "--allow-simulated", "--policy=\(path)")
        let json = try JSONParser.parse(Array(told.output.utf8))
        #expect(told.code == 1 && json["decision"] == "fail" && json["exit_code"] == 1)
        let reason = json["reasons"]?.array?.first
        #expect(reason?["case"] == "c7i.large#1" && reason?["rule"] == "trading" && reason?["limit"] == "< 1ns")
        #expect(reason?["figure"] == "p99(total_error_bound)" && reason?["value"]?.string?.hasSuffix("ns") == true)
    }

    @Test func `the exit code tells what contradicts from what was not observed`() async throws {
        let lost = try await bench("c7i.large,nothing.large")
        #expect(await lost.tool("gate", "--allow-simulated").code == 4)
        let lenient = try policy(lost, "allow_inconclusive: 50%")
        #expect(await lost.tool("gate", "--allow-simulated", "--policy", lenient).code == 0)
        let absent = try await bench("c7i.large", "--expect", "unsupported")
        #expect(await absent.tool("gate", "--allow-simulated").code == 1)
        let demanding = try policy(absent, "verdict: supported")
        #expect(await absent.tool("gate", "--allow-simulated", "--policy", demanding).code == 0)
    }

    @Test func `a journal with a hole in it is no evidence, unless the policy does not mind`() async throws {
        let bench = try await bench("c7i.large")
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        var bytes = try Files.read(directory.journalPath, limit: 1 << 24)
        let middle = try #require(bytes[(bytes.count / 2)...].firstIndex(of: UInt8(ascii: "\n"))) + 1
        bytes[middle] = UInt8(ascii: "#")
        try Files.write(bytes, to: directory.journalPath)
        let end = await bench.tool("gate", "--allow-simulated")
        #expect(end.code == 1, "\(end)")
        #expect(end.output.contains("part of its journal cannot be read"), "\(end.output)")
        let path = try bench.file("lenient.yaml", "version: 1\nevidence: {complete: false}\nrules:\n- {name: any}\n")
        let lenient = await bench.tool("gate", "--allow-simulated", "--policy", path)
        #expect(!lenient.output.contains("cannot be read"), "\(lenient)")
    }

    @Test func `a run that only the results store has is judged, and is a baseline`() async throws {
        let bench = try await bench("c7i.large", "--seed", "1")
        _ = await bench.tool(["run"] + Self.simulated + ["c7i.large", "--seed", "2"])
        let names = try RunDirectory.all(in: bench.runs).map(\.name)
        let store = try bench.file("store.sqlite", "")
        #expect(await bench.tool("store", "add", bench.runs, "--store", store).code == 0)
        try FileManager.default.removeItem(atPath: "\(bench.runs)/\(names[0])")
        let path = try policy(bench, "regression: {p99(error_bound): 50%}")
        let arguments = ["gate", "--allow-simulated", "--policy", path, "--baseline", names[0]]
        let end = await bench.tool(arguments + ["--store", store])
        #expect(end.code == 0 && end.output.contains("trading"), "\(end)")
        #expect(await bench.tool(arguments).code == ExitCode.usage)
        #expect(await bench.tool("gate", names[0], "--allow-simulated", "--store", store).code == 0)
    }

    @Test func `a run that died is judged from its journal, wherever that ends, and never green`() async throws {
        let bench = try await bench("c7i.large")
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        let lines = try Files.read(directory.journalPath, limit: 1 << 24).split(separator: UInt8(ascii: "\n"))
        var codes: Set<Int> = []
        for count in 0..<lines.count {
            try Files.write(
                Array(lines.prefix(count).joined(separator: [UInt8(ascii: "\n")])),
                to: directory.journalPath
            )
            let end = await bench.tool("gate", "--allow-simulated")
            #expect([1, 3].contains(end.code), "after \(count) of \(lines.count) lines: \(end)")
            #expect(end.output.contains("did not live to its end"), "after \(count) lines: \(end)")
            codes.insert(end.code)
        }
        #expect(codes == [1, 3])
    }

    @Test func `everything that is wrong with a policy or a call is told, with code 2`() async throws {
        let bench = try await bench("c7i.large")
        let wrong = try policy(bench, "thresholds: [p99(eror_bound) < 1us]\nmin_sucess: 5%")
        let end = await bench.tool("gate", "--policy", wrong)
        #expect(end.code == 2 && end.output.isEmpty)
        #expect(
            end.complaints == """
                The policy has 2 problems:
                \(wrong):4:20: in "p99(eror_bound) < 1us": no figure is called "eror_bound"
                    did you mean error_bound?
                \(wrong):5:3: unknown key "min_sucess" in a rule
                    did you mean min_success?
                """
        )
        let json = try bench.file("gate.json", "{\"version\": 1,\n \"rules\": [{\"name\": \"a\", \"nme\": 1}]}")
        #expect(
            await bench.tool("gate", "--policy", json).complaints.contains(
                "\(json):2:26: unknown key \"nme\" in a rule"
            )
        )
        #expect(await bench.tool("gate", "--policy", "\(bench.runs)/none").complaints.contains("there is no such file"))
        let growth = try policy(bench, "regression: {duration: 5%}", "growth.yaml")
        #expect(await bench.tool("gate", "--policy", growth).complaints.contains("name an earlier run with --baseline"))
        #expect(await bench.tool("gate", "--events", "/nowhere").code == 2)
        #expect(await bench.tool("gate", "latest", "latest").complaints.contains("is named twice"))
        #expect(await bench.tool("gate", "a", "b", "--events", wrong).complaints.contains("--events is about one run"))
        #expect(await bench.tool("gate", "--policy", "--json").complaints == "--policy needs the path of a file")
        #expect(await bench.tool("gate", "nowhere").code == 2)
    }

    @Test func `growth since an earlier run is told, and several runs count together`() async throws {
        let bench = try await bench("c7i.large", "--seed", "1")
        _ = await bench.tool(["run", "--seed", "2"] + Self.simulated + ["c7i.large"])
        let names = try RunDirectory.all(in: bench.runs).map(\.name)
        try #require(names.count == 2)
        let path = try policy(bench, "regression: {p99(error_bound): 300%}")
        let good = await bench.tool("gate", names[1], "--allow-simulated", "--policy", path, "--baseline", names[0])
        #expect(good.code == 0 && good.output.contains("c7i.large: p99(total_error_bound) went from"), "\(good)")
        let itself = await bench.tool("gate", names[1], "--allow-simulated", "--policy", path, "--baseline", names[1])
        #expect(itself.code == 1 && itself.output.contains("the baseline is the run itself"), "\(itself)")
        let two = try policy(bench, "min_cases: 2", "two.yaml")
        #expect(await bench.tool("gate", names[0], "--allow-simulated", "--policy", two).code == 1)
        #expect(await bench.tool("gate", names[0], names[1], "--allow-simulated", "--policy", two).code == 0)
        let idle = await bench.tool("gate", names[1], "--allow-simulated", "--policy", two, "--baseline", names[0])
        #expect(idle.complaints.contains("--baseline changes nothing"))
    }
}
