import AWS
import Crypto
import Files
import Orchestration
import PTPVerify
import Simulation
import Testing

/// A provider that quotes secrets: whatever the tool then shows of the run, they are not in it.
@Suite struct SecretTests {
    @Test(arguments: [
        CallFault.capacity, .quota, .permission, .serverFault, .throttled, .lostBefore, .lostAfter,
    ])
    func `what a refusal quotes of the user data is shown nowhere`(fault: CallFault) async throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let scenario = Scenario(
                seed: seed,
                types: [("c7i.large", 2), ("t3.micro", 1)],
                concurrency: 1,
                keep: .functional,
                faults: FaultSchedule(calls: Dictionary(uniqueKeysWithValues: (10...200).map { ($0, fault) }))
            )
            let trial = try Trial(scenario)
            #expect(!trial.ec2.calls.filter { $0.action == "RunInstances" && $0.error != nil }.isEmpty)
            for (name, bytes) in trial.outputs { #expect(!Canary.isIn(bytes), "\(name) after \(fault)") }
            try await look(at: trial)
        }
    }

    /// Has every command show what it can of the run.
    private func look(at trial: Trial) async throws {
        let bench = try Bench()
        let directory = "\(bench.runs)/\(Scenario.runID)"
        try Files.makeDirectory(directory)
        try Files.write(trial.journal, to: "\(directory)/journal.jsonl")
        let run = Scenario.runID
        for arguments in [
            ["report", run], ["report", run, "--json"], ["report", run, "--yaml"], ["status", run],
            ["status", run, "--json"], ["sweep"], ["sweep", "--json"], ["sweep", "--apply"],
        ] {
            let end = await bench.tool(arguments)
            #expect(!(end.output + end.complaints).isEmpty)
            #expect(!Canary.isIn(Array((end.output + end.complaints).utf8)), "\(arguments)")
        }
        for name in try Files.names(in: directory) {
            #expect(try !Canary.isIn(Files.read("\(directory)/\(name)", limit: 1 << 22)), "\(name)")
        }
    }

    @Test(arguments: [
        "Invalid user data: \(Canary.text)", "Invalid BASE64 encoding: \(Base64.encode("#!/bin/sh\n" + Canary.text))",
        "it ends in \(Canary.text.suffix(16))",
    ])
    func `words that quote a secret are withheld, the rest of the error stays`(words: String) {
        let error = AWSError(code: "InvalidUserData", message: words, action: "RunInstances", requestID: "r-1")
        let shown = error.withholding("#!/bin/sh\n" + Canary.text)
        #expect(!shown.description.contains("canary") && !Canary.isIn(Array(shown.description.utf8)))
        #expect((shown.code, shown.action, shown.requestID) == (error.code, error.action, error.requestID))
    }

    @Test(arguments: ["", "We do not have sufficient capacity.", "canary", "a key of a host"])
    func `words that quote nothing stay`(words: String) {
        let error = AWSError(code: "Whatever", message: words, action: "RunInstances")
        #expect(error.withholding("#!/bin/sh\n" + Canary.text) == error)
        #expect(error.withholding("") == error)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("\u{ff}ÿ?", "w7/Dvz8="),
    ])
    func `base 64 is that of RFC 4648`(text: String, encoded: String) {
        #expect(Base64.encode(text) == encoded)
    }
}
