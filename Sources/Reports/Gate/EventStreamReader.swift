import Orchestration

/// Follows a stream line by line.
struct EventStreamReader {
    private static let mostDefects = 10
    private static let newline = UInt8(ascii: "\n")

    private(set) var stream = EventStream()
    private let suite: String
    private var isOfUnknownVersion = false

    init(suite: String) { self.suite = suite }

    mutating func read(_ bytes: [UInt8]) {
        var start = 0
        var number = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: Self.newline)
            number += 1
            read(Array(bytes[start..<(end ?? bytes.count)]), number, isTorn: end == nil)
            start = (end ?? bytes.count) + 1
        }
        if number == 0 { note("the stream is empty") }
    }

    private mutating func note(_ defect: String) {
        if stream.defects.count < Self.mostDefects { stream.defects.append(defect) }
    }

    private mutating func read(_ line: [UInt8], _ number: Int, isTorn: Bool) {
        let record: JSONValue
        do throws(JSONError) {
            record = try JSONParser.parse(line)
        } catch {
            return note(
                isTorn ? "its last line (\(number)) is cut off" : "line \(number) is not JSON: \(error.message)"
            )
        }
        guard let kind = record["kind"]?.string, let payload = record["payload"]?.object else {
            return note("line \(number) is no record of an event stream")
        }
        guard Self.isKnown(record["version"]) else {
            // Said once: it is the same on every line.
            if !isOfUnknownVersion {
                let version = record["version"].map { String(decoding: $0.text(), as: UTF8.self) } ?? "none"
                note("line \(number) is of version \(version), which is not known here")
            }
            isOfUnknownVersion = true
            return
        }
        // Records of kinds that are not known are to be left alone.
        if kind == "event" { follow(payload) }
    }

    /// Versions are 0, or those of the toolchain since 6.3.
    private static func isKnown(_ version: JSONValue?) -> Bool {
        if version?.integer == 0 { return true }
        guard let parts = version?.string?.split(separator: ".", omittingEmptySubsequences: false),
            (2...3).contains(parts.count), parts[0] == "6"
        else { return false }
        return parts.allSatisfy { UInt16($0) != nil }
    }

    private mutating func follow(_ event: JSONObject) {
        let moment = event["instant"]?["since1970"]?.number.flatMap(Timestamp.init(since1970:))
        stream.firstAt = stream.firstAt ?? moment
        stream.lastAt = moment ?? stream.lastAt
        let test = event["testID"]?.string
        let texts = (event["messages"]?.array ?? []).compactMap { $0["text"]?.string }
        let kind = event["kind"]?.string
        switch kind {
        case "runStarted": stream.hasBegun = true
        case "runEnded": stream.hasEnded = true
        default:
            // An issue without a test can be anybody's.
            guard isOfSuite(test) || test == nil && kind == "issueRecorded" else { return }
            follow(kind, EventStream.Remark(test: test, texts: texts), event["issue"])
        }
    }

    private mutating func follow(_ kind: String?, _ remark: EventStream.Remark, _ issue: JSONValue?) {
        switch kind {
        case "testCaseStarted": stream.begunCases.append(remark.texts.first ?? "")
        case "testCaseEnded": stream.endedCases += 1
        case "issueRecorded":
            // Before 6.3 only known issues did not fail.
            let isFailure = issue?["isFailure"]?.bool ?? (issue?["severity"]?.string != "warning")
            if isFailure, issue?["isKnown"]?.bool != true { stream.issues.append(remark) }
        case "testSkipped": stream.skips.append(remark)
        case "testCaseCancelled": stream.cancelledCases += 1
        case "testCancelled": stream.cancelledTests += 1
        default: break
        }
    }

    private func isOfSuite(_ test: String?) -> Bool {
        guard let test, test.hasPrefix(suite) else { return false }
        return [nil, ".", "/"].contains(test.dropFirst(suite.count).first)
    }
}

extension Timestamp {
    /// A moment as Swift Testing has it; `nil` for none that can be written.
    fileprivate init?(since1970 seconds: Double) {
        guard let nanoseconds = Int64(exactly: (seconds * 1e9).rounded()) else { return nil }
        self.init(nanoseconds: nanoseconds)
    }
}
