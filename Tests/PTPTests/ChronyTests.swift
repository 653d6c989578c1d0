import Glibc
import PTP
import Testing

@Suite struct ChronyTests {
    @Test func `rows are read with their mode, state, name and stratum`() throws {
        let rows = try #require(
            ChronySource.rows(
                """
                #,*,PHC0,0,0,377,1,0.000000012,0.000000015,0.000005030
                ^,?,2606:4700:f1::1,0,6,0,4294967295,0.000000000,0.000000000,0.000000000
                =,x,10.0.0.1,2,-1,377,5,0.1,0.1,0.1

                """
            )
        )
        #expect(rows.map(\.name) == ["PHC0", "2606:4700:f1::1", "10.0.0.1"])
        #expect(rows.map(\.mode) == [.referenceClock, .server, .peer])
        #expect(rows.map(\.state) == [.selected, .unusable, .falseticker])
        #expect(rows.map(\.stratum) == [0, 0, 2])
        #expect(ChronySource.rows("")?.isEmpty == true)
    }

    @Test(arguments: [
        "506 Cannot talk to daemon", "210 Number of sources = 1", "#,*,PHC0,0,0,377,1,0.1,0.1",
        "#,*,PHC0,0,0,377,1,0.1,0.1,0.1,0.1", "#*,PHC0,0,0,377,1,0.1,0.1,0.1,", "!,*,PHC0,0,0,377,1,0.1,0.1,0.1",
        "#,!,PHC0,0,0,377,1,0.1,0.1,0.1", "#,*,,0,0,377,1,0.1,0.1,0.1", "#,*,PHC0,one,0,377,1,0.1,0.1,0.1",
    ]) func `half an answer proves nothing`(row: String) {
        #expect(ChronySource.rows(row) == nil)
        #expect(ChronySource.rows("#,*,PHC0,0,0,377,1,0.1,0.1,0.1\n\(row)\n") == nil)
    }

    @Test(arguments: [
        "", "506 Cannot talk to daemon", "50484330,PHC0,1", "X0484330,PHC0,1,1,0,0,0,0,0,0,0,0,0,Normal",
        "5048433,PHC0,1,1,0,0,0,0,0,0,0,0,0,Normal", "50484330,PHC0,1,1,nan,0,0,0,0,0,0,0,0,Normal",
        "50484330,PHC0,1,1,0,0,0,0,0,0,inf,0,0,Normal", "50484330,PHC0,1,1,0,0,0,0,0,0,0,1e999,0,Normal",
        "50484330,PHC0,1,1,0,0,0,0,0,0,0,0,0,Normal,", "50484330,PHC0,1,1,0,0,0,0,0,0,0,0,0,Normal\n\n50484330",
    ]) func `what is no tracking is none`(output: String) {
        #expect(ChronyTracking(output) == nil)
    }

    @Test func `tracking follows a clock by the letters of its name, and only when time is normal`() throws {
        let clock = try #require(ChronySource(row: "#,*,PHC0,0,0,377,1,0,0,0"))
        func tracking(_ id: String, _ leap: String) throws -> ChronyTracking {
            try #require(ChronyTracking("\(id),PHC0,1,1,0.1,0,0,0,0,0,0.2,0.3,0,\(leap)\n"))
        }
        #expect(try tracking("50484330", "Normal").follows(clock))
        #expect(try !tracking("50484331", "Normal").follows(clock))
        #expect(try !tracking("A9FEA97B", "Normal").follows(clock))
        #expect(try !tracking("50484330", "Not synchronised").follows(clock))
        let read = try tracking("50484330", "Normal")
        #expect(read.systemTime == 0.1 && read.rootDelay == 0.2 && read.rootDispersion == 0.3 && read.stratum == 1)
    }

    // MARK: - Recorded answers

    private static let transcripts = "../shared/domain/transcripts"

    @Test(arguments: [
        ("ec2-csv-tracking-ntp-2026.txt", "A9FEA97B", false),
        ("github-hosted-runner-csv-tracking-phc0-hyperv.txt", "50484330", true),
        ("gps-csv-tracking-pps.txt", "50505300", false), ("unknown-vm-csv-tracking-phc0.txt", "50484330", true),
    ]) func `recorded tracking is read`(file: String, id: String, follows: Bool) throws {
        guard let text = recorded(file) else { return }
        let tracking = try #require(ChronyTracking(text))
        let clock = try #require(ChronySource(row: "#,*,PHC0,0,0,377,1,0,0,0"))
        #expect(tracking.referenceID == id)
        #expect(tracking.follows(clock) == follows)
    }

    @Test func `recorded sources are read, and two answers in one are refused`() throws {
        guard let sources = recorded("xapi-csv-sources-unreachable.txt") else { return }
        #expect(ChronySource.rows(sources)?.map(\.state) == [.notCombined, .unusable, .unusable, .selected])
        let both = try #require(recorded("gps-csv-sources-then-tracking-concatenated.txt"))
        #expect(ChronySource.rows(both) == nil && ChronyTracking(both) == nil)
        let statistics = try #require(recorded("gps-csv-sourcestats-one-row.txt"))
        #expect(ChronySource.rows(statistics) == nil)
    }

    /// A recorded answer; without the recordings the test says so and proves only what its literals prove.
    private func recorded(_ name: String) -> String? {
        let path = "\(Self.transcripts)/\(name)"
        guard let file = unsafe fopen(path, "r") else {
            Issue.record("\(path) is not here: recorded answers were not tried", severity: .warning)
            return nil
        }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
