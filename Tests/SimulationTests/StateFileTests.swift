import AWS
import Glibc
import Orchestration
import Simulation
import Testing

@Suite struct StateFileTests {
    @Test func `a second process finds the cloud of the first`() throws {
        try withFile { file in
            #expect(try file.read() == nil)
            let first = makeCloud(faults: FaultSchedule(launches: [1: .neverReachable]), file: file)
            let id = try first.run { cloud in
                try await cloud.wait(.seconds(7))
                return try await cloud.launchPrecisely().id
            }
            let state = try #require(try file.read())
            #expect(state.instances == first.snapshot.instances)
            #expect(state.groups == first.snapshot.groups)
            #expect(state.time > noon + .seconds(7))
            let world = DeterministicExecutor(seed: 2, start: state.time)
            try SimulatedEC2(state, on: world, file: file).run { cloud in
                #expect(try await cloud.runInstance(state.instances[0].request).id == id)
                try await cloud.terminateInstances(ids: [id])
            }
            #expect(try file.read()?.leftovers(at: world.now).count == 1)
        }
    }

    @Test(arguments: ["", "{", "[]", "{\"version\":1}", "{\"version\":2}", "\u{0}\u{1}", "{\"version\":\"1\"}"])
    func `a damaged file is refused by name`(text: String) throws {
        try withFile { file in
            try write(text, to: file.path)
            let failure = #expect(throws: StateFile.Failure.self) { try file.read() }
            #expect(failure?.description.contains(file.path) == true)
        }
    }

    @Test func `what cannot be kept has not happened`() throws {
        let cloud = makeCloud(file: StateFile("/nowhere/at/all.json"))
        try cloud.run { cloud in
            #expect(await code { try await cloud.runInstance(request()) } == SimulatedEC2.stateNotKept)
            #expect(cloud.snapshot.instances.isEmpty)
        }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `any cloud reads back as it was written`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let faults = FaultSchedule.random(using: &generator, size: 12, mayDie: false)
        let choices = (0..<12).map { _ in Int.random(in: 0..<5, using: &generator) }
        let cloud = makeCloud(seed: seed, faults: faults) { state in
            _ = state.addForeignInstance(tags: ["näme \"x\"\n": "välue\u{7f}"], clock: .falseticker, at: noon)
        }
        try cloud.run { cloud in
            for (number, choice) in choices.enumerated() {
                let last = cloud.snapshot.instances.last?.id ?? ""
                switch choice {
                case 0: _ = try? await cloud.launchPrecisely("token-\(number)")
                case 1: _ = try? await cloud.runInstance(request("token-\(number)", minutes: number))
                case 2: _ = try? await cloud.terminateInstances(ids: [last])
                case 3: _ = try? await cloud.createTags(ids: [last], tags: ["n": "\(number)"])
                default: try await cloud.wait(.seconds(number * 7))
                }
            }
        }
        let state = cloud.snapshot
        let text = state.json.text()
        let again = try CloudState(json: JSONParser.parse(text))
        #expect(again == state)
        #expect(again.json.text() == text)
    }
}

// MARK: - Fixtures

private func withFile(_ body: (StateFile) throws -> Void) throws {
    var template = Array("/tmp/ptp-verify-state-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return false }
        return unsafe mkdtemp(start) != nil
    }
    try #require(isMade)
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let file = StateFile("\(folder)/cloud.json")
    defer {
        _ = unsafe unlink(file.path)
        _ = unsafe rmdir(folder)
    }
    try body(file)
}

private func write(_ text: String, to path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(descriptor >= 0)
    let bytes = Array(text.utf8)
    let count = unsafe Glibc.write(descriptor, bytes, bytes.count)
    try #require(count == bytes.count && close(descriptor) == 0)
}
