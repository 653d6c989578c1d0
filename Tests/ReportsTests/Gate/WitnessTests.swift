import Foundation
import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct WitnessTests {
    /// A stream as Swift Testing 6.3 writes it, line by line.
    private struct Told {
        static let test = "PTPHardware.PTPHardware/instance(_:)/PTPHardware.swift:9:6"
        var lines: [String] = []

        mutating func tell(_ kind: String, _ texts: [String] = [], test: String? = test, issue: String? = nil) {
            let seconds = Double(morning.nanoseconds) / 1e9 + Double(lines.count)
            let object: JSONObject = [
                "instant": ["absolute": 1, "since1970": .number(seconds)], "kind": .string(kind),
                "messages": .array(texts.map { ["symbol": "default", "text": .string($0)] }), "testID": JSONValue(test),
                "issue": issue.map { ["isKnown": false, "isFailure": true, "severity": .string($0)] } ?? .null,
            ]
            record("event", object.withoutNulls)
        }

        mutating func record(_ kind: String, _ payload: JSONObject, version: JSONValue = "6.3.0") {
            let record: JSONValue = ["kind": .string(kind), "payload": .object(payload), "version": version]
            lines.append(String(decoding: record.text(), as: UTF8.self).split(separator: "\n").joined())
        }

        mutating func tellCase(_ name: String, _ issue: String? = nil) {
            tell("testCaseStarted", ["Test case passing 1 argument planned \u{2192} \(name) to \"instance\" started."])
            if let issue { tell("issueRecorded", ["Issue recorded", "\(name): \(issue)"], issue: "error") }
            tell("testCaseEnded")
        }

        var stream: EventStream { EventStream(Array(lines.map { $0 + "\n" }.joined().utf8)) }
    }

    /// The stream of a run of two cases, changed by whoever asks.
    private func told(_ change: (inout Told) -> Void = { _ in }) -> Told {
        var told = Told()
        told.tell("runStarted", test: nil)
        told.tell("testStarted")
        told.tellCase("c7i.large instance 1 of 2")
        told.tellCase("c7i.large instance 2 of 2")
        change(&told)
        told.tell("testEnded")
        told.tell("runEnded", test: nil)
        return told
    }

    private func complaints(_ stream: EventStream, _ run: RunResults = .made(), _ policy: GatePolicy = .standard)
        -> [String]
    {
        decide([run], policy, witness: stream).reasons.filter { $0.kind == .witness }.map {
            String($0.text.dropFirst("run-1: ".count))
        }
    }

    @Test func `a stream that tells of the same cases agrees`() {
        let decision = decide([.made()], witness: told().stream)
        #expect(decision.outcome == .pass, "\(decision.reasons)")
        #expect(decision.satisfied.map(\.text).contains("run-1: the event stream tells of the same 2 cases"))
    }

    @Test func `unknown kinds, other tests and harmless issues are left alone`() {
        let stream = told { told in
            told.record("weather", ["wind": 3])
            told.record("test", ["id": .string(Told.test)])
            told.tell("somethingNew", ["?"])
            told.tell("valueAttached")
            told.tell("testSkipped", ["no"], test: "OtherTests.Suite/f()/F.swift:1:1")
            told.tell("issueRecorded", ["bad"], test: "PTPHardwareOther.Suite/f()/F.swift:1:1", issue: "error")
            told.record(
                "event",
                [
                    "kind": "issueRecorded", "testID": .string(Told.test),
                    "issue": ["isKnown": true, "isFailure": false, "severity": "error"],
                ]
            )
            told.record(
                "event",
                [
                    "kind": "issueRecorded", "testID": .string(Told.test),
                    "issue": ["isKnown": false, "isFailure": false, "severity": "warning"],
                ]
            )
        }.stream
        #expect(complaints(stream) == [])
    }

    @Test func `a stream that is none is not believed`() {
        let whole = told().lines.joined(separator: "\n")
        let texts: [(String, String)] = [
            ("", "the stream is empty"), ("hello\n", "line 1 is not JSON"), ("[1]\n", "line 1 is no record"),
            ("{\"kind\":\"event\"}\n", "line 1 is no record"), (String(whole.dropLast(5)), "is cut off"),
            (whole.replacingOccurrences(of: "\"6.3.0\"", with: "\"7.0\"") + "\n", "line 1 is of version \"7.0\""),
            (whole.replacingOccurrences(of: "\"6.3.0\"", with: "1") + "\n", "line 1 is of version 1"),
        ]
        for (text, words) in texts {
            let found = complaints(EventStream(Array(text.utf8)))
            #expect(found.first?.contains(words) == true, "\(words): \(found)")
            #expect(decide([.made()], witness: EventStream(Array(text.utf8))).exitCode == 1)
        }
        for version in ["0", "\"6.3.1\"", "\"6.4\""] {
            let text = whole.replacingOccurrences(of: "\"6.3.0\"", with: version) + "\n"
            #expect(complaints(EventStream(Array(text.utf8))) == [], "\(version)")
        }
    }

    @Test func `tests that did not end, or never ran a case, are told`() {
        var told = told()
        told.lines.removeLast()
        #expect(complaints(told.stream) == ["the tests did not run to their end: the event stream has no runEnded"])
        var nothing = Told()
        nothing.tell("runStarted", test: nil)
        nothing.tell("runEnded", test: nil)
        #expect(
            complaints(nothing.stream) == ["no case of PTPHardware ran: the filter matched nothing, or all was skipped"]
        )
        nothing.lines.removeFirst()
        #expect(complaints(nothing.stream) == ["the event stream does not tell that the tests began"])
    }

    @Test func `cases that only one of both knows are told`() {
        let run = RunResults.made([.made(), .made(index: 2), .made("m7i.large", of: 1)])
        #expect(
            complaints(told().stream, run) == [
                "the event stream shows 2 cases, and 3 were planned; not shown: m7i.large#1"
            ]
        )
        #expect(complaints(told().stream, .made([.made()])) == ["the event stream shows 2 cases, and 1 were planned"])
        let begun = told { $0.tell("testCaseStarted", ["x"]) }
        #expect(complaints(begun.stream).last == "the event stream shows 3 cases that began, and 2 that ended")
        let unfinished = RunResults.made([.made(), .made(index: 2, .notRun, .inconclusive)])
        #expect(complaints(told().stream, unfinished) == ["2 cases were planned, and 1 have an outcome"])
    }

    /// The streams that Swift Testing itself wrote, held against what their runs came to.
    @Test(arguments: [
        ("passes", [("c7i.large", 2), ("m7g.medium", 1)], CaseOutcome.Status.met, []),
        (
            "passes", [("c7i.large", 2), ("m7i.large", 1)], .met,
            ["shows 3 cases, and 3 were planned; not shown: m7i.large#1"]
        ),
        ("passes", [("c7i.large", 2)], .met, ["shows 3 cases, and 2 were planned"]),
        ("fails", [("c7i.large", 1), ("nothing.large", 1)], .inconclusive, []),
        ("fails", [("c7i.large", 1), ("nothing.large", 1)], .met, ["an issue that the journal does not explain"]),
        ("skips", [("c7i.large", 1), ("nothing.large", 1)], .inconclusive, []),
        ("skips", [("c7i.large", 1), ("nothing.large", 1)], .met, ["1 cases were cancelled"]),
        ("problem", [("c7i.large", 1)], .met, ["not shown: c7i.large#1", "The run cannot begin"]),
        ("interrupted", [("c7i.large", 3)], .notRun, ["3 cases were planned, and 2 have an outcome"]),
        ("killed", [("c7i.large", 1)], .met, ["no runEnded", "not shown", "1 cases that began, and 0 that ended"]),
        ("nothing", [("c7i.large", 1)], .met, ["no case of PTPHardware ran"]),
    ])
    func `a real stream is understood`(
        name: String,
        types: [(String, Int)],
        last: CaseOutcome.Status,
        words: [String]
    ) throws {
        let bytes = [UInt8](try Data(contentsOf: fixtures.appending(path: "events/\(name).jsonl")))
        var cases = types.flatMap { type, count in (1...count).map { CaseResults.made(type, index: $0, of: count) } }
        if last != .met, let planned = cases.popLast()?.planned {
            cases.append(.made(planned.type, index: planned.index, of: planned.quantity, last, .inconclusive))
        }
        // Every case of a run that was stopped has its issue, and the tests of one that was stopped were not.
        let found = complaints(
            EventStream(bytes),
            .made(cases, environment: "simulated", exitCode: last == .notRun ? 143 : nil)
        )
        .filter { last != .notRun || !$0.contains("an issue") }
        #expect(found.count == words.count, "\(found)")
        for (complaint, word) in zip(found, words) { #expect(complaint.contains(word), "\(found)") }
    }

    @Test func `an issue needs a reason in the journal`() throws {
        let issue = told {
            $0.tell("issueRecorded", ["Issue recorded", "c7i.large instance 2 of 2: expected"], issue: "error")
        }
        #expect(
            complaints(issue.stream) == [
                "an issue that the journal does not explain: Issue recorded - c7i.large instance 2 of 2: expected"
            ]
        )
        let half = try policy(rule: "min_success: 50%")
        #expect(complaints(issue.stream, .made([.made(), .made(index: 2, .notMet, .partial)]), half) == [])
        #expect(complaints(issue.stream, .made([.made(.notMet, .partial), .made(index: 2)]), half).count == 1)
        let general = told {
            $0.tell("issueRecorded", ["A report is missing: disk full"], test: "PTPHardware", issue: "error")
        }
        #expect(complaints(general.stream).count == 1)
        #expect(complaints(general.stream, .made([.made(), .made(index: 2, .notMet, .partial)]), half).count == 1)
        #expect(complaints(general.stream, .made(exitCode: 3)) == [])
        let nobodys = told { $0.tell("issueRecorded", ["lost"], test: nil, issue: "error") }
        #expect(complaints(nobodys.stream).count == 1)
    }

    @Test func `a skip or a cancellation needs a reason in the journal`() throws {
        let skipped = told { $0.tell("testSkipped", ["No test cases found."]) }
        #expect(complaints(skipped.stream) == ["something was skipped: No test cases found."])
        let cancelled = told { $0.tell("testCaseCancelled") }
        #expect(complaints(cancelled.stream) == ["1 cases were cancelled, and the journal has 0 inconclusive"])
        let lenient = try policy(rule: "allow_inconclusive: 1")
        let open = RunResults.made([.made(), .made(index: 2, .inconclusive, .inconclusive)])
        #expect(decide([open], lenient, witness: cancelled.stream).outcome == .pass)
        #expect(complaints(told { $0.tell("testCancelled") }.stream) == ["a test was cancelled as a whole"])
    }

    @Test func `a stream of another time is of another run, where time is real`() {
        var late = RunResults.made()
        late = RunResults(
            runID: late.runID,
            fingerprint: late.fingerprint,
            toolVersion: late.toolVersion,
            planDigest: late.planDigest,
            environment: late.environment,
            startedAt: morning + .minutes(6),
            lastAt: morning + .minutes(7),
            isComplete: true,
            exitCode: 0,
            cases: late.cases
        )
        #expect(complaints(told().stream, late).first?.hasPrefix("the event stream is of another run") == true)
        #expect(complaints(told().stream, .made(environment: "simulated")) == [])
    }

    @Test func `no bytes make the reader crash`() async throws {
        let whole = Array(told().lines.joined(separator: "\n").utf8)
        try await checkProperty(
            "a damaged stream is read, and one that lost its end is never believed",
            runs: 2_000,
            generate: { generator in
                var bytes = Array(whole.prefix(Int.random(in: 0..<whole.count, using: &generator)))
                for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                        in: 0...255,
                        using: &generator
                    )
                }
                return bytes
            },
            refute: { bytes in
                decide([.made()], witness: EventStream(bytes)).outcome == .fail ? nil : "it passed"
            }
        )
    }
}
