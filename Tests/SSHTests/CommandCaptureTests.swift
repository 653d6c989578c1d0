import Orchestration
import PTPTesting
import SSH
import Shell
import Testing

@Suite struct CommandCaptureTests {
    private static let remote = RemoteCommand(Command("true"), nonce: 35)
    private static let opening = Array("@ptp-verify:z:77\n".utf8)

    @Test func `the first line of the complaints is no complaint, nor is what came before`() {
        var capture = CommandCapture(limit: 100)
        capture.note(Array("login noise\n".utf8)[...], on: .complaints)
        capture.note(Self.opening[..<5], on: .complaints)
        capture.note(Self.opening[5...], on: .complaints)
        capture.note(Array("trouble".utf8)[...], on: .complaints)
        capture.note([1, 2][...], on: .output)
        let result = capture.result(.exited(3), of: Self.remote, after: .seconds(2))
        #expect(result.errorOutput == "trouble" && result.outputBytes == [1, 2] && result.ending == .exited(3))
        #expect(!result.isTruncated && result.duration == .seconds(2))
    }

    @Test func `without that line everything is a complaint`() {
        var capture = CommandCapture(limit: 100)
        capture.note(Array("This account is currently not available.\n".utf8)[...], on: .complaints)
        let result = capture.result(.exited(1), of: Self.remote, after: .zero)
        #expect(result.errorOutput == "This account is currently not available.\n")
    }

    @Test func `no limit is a limit`() {
        var capture = CommandCapture(limit: .max)
        for stream in [CommandStream.output, .complaints] { capture.note([1, 2, 3][...], on: stream) }
        let result = capture.result(.exited(0), of: Self.remote, after: .zero)
        #expect(result.outputBytes == [1, 2, 3] && result.errorBytes == [1, 2, 3] && !result.isTruncated)
    }

    @Test func `each stream keeps its beginning, and says so if that is not all`() async throws {
        struct Input: Sendable {
            let limit: Int
            let pieces: [(stream: CommandStream, bytes: [UInt8])]
        }
        try await checkProperty(
            "a capture keeps what fits",
            generate: { random in
                let pieces = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    let stream = random.next() & 1 == 0 ? CommandStream.output : .complaints
                    return (stream, randomBytes(0...3000, &random))
                }
                return Input(limit: Int.random(in: 0...5000, using: &random), pieces: pieces)
            },
            refute: { input in
                var capture = CommandCapture(limit: input.limit)
                capture.note(Self.opening[...], on: .complaints)
                for piece in input.pieces { capture.note(piece.bytes[...], on: piece.stream) }
                let result = capture.result(.exited(0), of: Self.remote, after: .zero)
                let output = input.pieces.filter { $0.stream == .output }.flatMap(\.bytes)
                let complaints = input.pieces.filter { $0.stream == .complaints }.flatMap(\.bytes)
                if result.outputBytes != Array(output.prefix(input.limit)) { return "other output" }
                if result.errorBytes != Array(complaints.prefix(input.limit)) { return "other complaints" }
                let isTruncated = max(output.count, complaints.count) > input.limit
                return result.isTruncated == isTruncated ? nil : "truncated: \(result.isTruncated)"
            }
        )
    }
}
