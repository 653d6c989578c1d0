import AWS
import Orchestration
import PTP
import Shell
import Simulation
import Testing

@Suite struct HostAnswerTests {
    @Test(arguments: SimulatedClock.allCases)
    func `a host answers as its clock demands`(clock: SimulatedClock) throws {
        let answers = try interrogate(clock)
        let expected = try #require(Self.expectations[clock])
        func text(_ probe: Probe) -> String { answers[probe].map { $0.output + $0.errorOutput } ?? "" }
        func fields(_ probe: Probe) -> [String] { text(probe).split(separator: "\n").map(String.init) }

        #expect(text(.driver) == "ena\n")
        #expect(text(.enabled) == expected.enabled)
        #expect(text(.devices).contains("ena-ptp-") == expected.hasDevice)
        #expect(text(.symlink).hasPrefix("/dev/ptp_ena") == !expected.hasSymlink)
        #expect(answers[.reading]?.isSuccess == expected.hasSymlink)
        #expect(answers[.errorBound]?.isSuccess == expected.hasDevice)
        #expect(text(.referenceClock).filter { !$0.isNumber } == expected.reference)
        #expect(fields(.sources).map { String($0.prefix(8)) } == expected.sources)
        #expect(text(.tracking).hasPrefix(expected.tracking))
    }

    private struct Expected {
        var enabled = "1\n"
        var hasDevice = true
        var hasSymlink = true
        var reference = "/dev/ptp_ena\n"
        var sources: [String]
        var tracking: String
    }

    private static let network = "A9FEA97B,169.254.169.123,"
    private static let expectations: [SimulatedClock: Expected] = [
        .working: Expected(sources: ["#,*,PHC0", "^,-,169."], tracking: "50484330,PHC0,1,"),
        .unstable: Expected(sources: ["#,*,PHC0", "^,-,169."], tracking: "50484330,PHC0,1,"),
        .notSelected: Expected(sources: ["#,-,PHC0", "^,*,169."], tracking: network + "2,"),
        .falseticker: Expected(sources: ["#,x,PHC0", "^,*,169."], tracking: network + "2,"),
        .stopped: Expected(sources: ["#,x,PHC0", "^,*,169."], tracking: network + "2,"),
        .atomicTime: Expected(sources: ["#,x,PHC0", "^,*,169."], tracking: network + "2,"),
        .noSymlink: Expected(
            hasSymlink: false,
            reference: "/dev/ptp\n",
            sources: ["#,*,PHC0", "^,-,169."],
            tracking: "50484330,PHC0,1,"
        ),
        .chronyDown: Expected(sources: ["506 Cann"], tracking: "506 Cannot talk to daemon\n"),
        .absent: Expected(
            hasDevice: false,
            hasSymlink: false,
            reference: "",
            sources: ["^,*,169."],
            tracking: network + "4,"
        ),
        .disabled: Expected(
            enabled: "0\n",
            hasDevice: false,
            hasSymlink: false,
            reference: "",
            sources: ["^,*,169."],
            tracking: network + "2,"
        ),
        .oldDriver: Expected(
            enabled: "cat: /sys/module/ena/parameters/phc_enable: No such file or directory\n",
            hasDevice: false,
            hasSymlink: false,
            reference: "",
            sources: ["^,*,169."],
            tracking: network + "2,"
        ),
        .otherClockOnly: Expected(
            hasDevice: false,
            hasSymlink: false,
            reference: "/dev/ptp\n",
            sources: ["#,*,PHC0", "^,-,169."],
            tracking: "50484330,PHC0,1,"
        ),
    ]

    @Test func `only a type declared supported in a precision-time group has a working clock`() throws {
        try makeCloud().run { cloud in
            let group = try await cloud.createPlacementGroup(
                CreatePlacementGroup(name: "p", strategy: "precision-time", tags: [:])
            )
            let spread = try await cloud.createPlacementGroup(
                CreatePlacementGroup(name: "s", strategy: "spread", tags: [:])
            )
            func clock(_ type: String, _ group: String?) async throws -> SimulatedClock? {
                let token = type + (group ?? "")
                let id = try await cloud.runInstance(request(token, type: type, placementGroup: group)).id
                return cloud.snapshot[id]?.clock
            }
            #expect(try await clock("c7i.large", group) == .working)
            #expect(try await clock("c7i.large", spread) == .absent)
            #expect(try await clock("c7i.large", nil) == .absent)
            #expect(try await clock("t3.micro", group) == .absent)
        }
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `the figures of a working clock are those of real ones`(seed: UInt64) throws {
        let answers = try interrogate(.working, seed: seed)
        let tracking = try fields(answers[.tracking], separator: ",")
        #expect(tracking.count == 14 && tracking[13] == "Normal")
        let figures = tracking.map { Double($0) ?? .nan }
        #expect((14e-9...250e-9).contains(abs(figures[4])))
        #expect((12e-9...200e-9).contains(figures[6]))
        #expect(figures[10] == 10e-6)
        #expect((0.4e-6...2e-6).contains(figures[11]))
        let bound = try #require(Int(fields(answers[.errorBound], separator: ",")[0]))
        #expect((22_000...28_000).contains(bound))
        let reading = try fields(answers[.reading], separator: " ").map { try #require(Int($0)) }
        #expect(reading.count == 3)
        #expect(abs(reading[0] - reading[1]) <= 250)
        #expect((1_000_000_000...1_001_000_000).contains(reading[1]))
        #expect(abs(reading[2]) < 10_000)
    }

    @Test func `the system's time of a reference clock is the simulated time`() throws {
        let answers = try interrogate(.working)
        let moment = try #require(Double(fields(answers[.tracking], separator: ",")[3]))
        #expect((60...90).contains(moment - 1_700_000_000))
    }

    @Test(arguments: [
        (SimulatedClock.stopped, [0, 0]), (.atomicTime, [1, 36_999]), (.working, [1, 0]),
    ])
    func `a reading shows whether the clock goes and what it tells`(clock: SimulatedClock, expected: [Int]) throws {
        let reading = try fields(interrogate(clock)[.reading], separator: " ").map { try #require(Int($0)) }
        #expect([reading[0] / 999_000_000, reading[2] / 1_000_000] == expected)
    }

    @Test func `a missing clock leaves Python's own words`() throws {
        let result = try #require(try interrogate(.absent)[.reading])
        let lines = result.errorOutput.split(separator: "\n")
        #expect(result.exitStatus == 1 && result.output.isEmpty)
        #expect(lines.last == "FileNotFoundError: [Errno 2] No such file or directory: '/dev/ptp_ena'")
    }

    @Test func `chrony settles about twelve seconds after boot, with ten columns all the time`() throws {
        try makeCloud().run { cloud in
            let instance = try await cloud.launchPrecisely()
            let start = try #require(cloud.snapshot[instance.id]).reachableFrom
            try await cloud.wait(start - cloud.executor.now)
            try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) { shell in
                var marks: [String] = []
                var reaches: [String] = []
                for _ in 0..<30 {
                    let sources = try await shell.run(Probe.sources.command)
                    let row = try fields(sources, separator: ",")
                    #expect(row.count == 10)
                    if marks.last != row[1] { marks.append(row[1]) }
                    if reaches.last != row[5] { reaches.append(row[5]) }
                    try await cloud.wait(.seconds(1))
                }
                #expect(marks == ["?", "*"])
                #expect(reaches.first == "0" && reaches.last == "377")
            }
        }
    }

    @Test func `asking twice in the same second gives the same figures in any order`() throws {
        let orders: [[Probe]] = [[.sources, .tracking, .sources], [.tracking, .sources, .tracking]]
        let answers = try orders.map { try interrogate(.working, probes: $0) }
        #expect(answers[0] == answers[1])
    }
}

// MARK: - Fixtures

private func fields(_ result: CommandResult?, separator: Character) throws -> [String] {
    let line = try #require(result?.output.split(separator: "\n").first)
    return line.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
}

/// Asks a host that has been up for a minute.
private func interrogate(
    _ clock: SimulatedClock,
    seed: UInt64 = 1,
    probes: [Probe] = Probe.allCases
) throws -> [Probe: CommandResult] {
    try makeCloud(seed: seed, faults: FaultSchedule(launches: [1: .clock(clock)])).run { cloud in
        let instance = try await cloud.launchPrecisely()
        try await cloud.wait(noon + .seconds(62) - cloud.executor.now)
        return try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) { shell in
            var answers: [Probe: CommandResult] = [:]
            for probe in probes { answers[probe] = try await shell.run(probe.command) }
            return answers
        }
    }
}
