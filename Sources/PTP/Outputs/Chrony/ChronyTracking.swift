import Orchestration

/// `chronyc tracking`, in both forms.
package struct ChronyTracking: HostOutput {
    /// The reference id as a number; `PHC0` is 0x50484330.
    package let referenceID: UInt32
    package let name: String
    package let stratum: Int
    /// Seconds since 1970 of the last update.
    package let referenceTime: Double
    /// What is to be added to the system clock, in seconds: positive when it is slow.
    package let systemTime: Double
    package let lastOffset: Double
    package let rmsOffset: Double
    /// Parts in a million, positive when the system clock is fast.
    package let frequency: Double
    package let residualFrequency: Double
    package let skew: Double
    package let rootDelay: Double
    package let rootDispersion: Double
    package let updateInterval: Double
    /// `Normal`, `Insert second`, `Delete second`, `Not synchronised`.
    package let leapStatus: String

    /// Whether time is kept at all.
    package var isSynchronised: Bool { leapStatus != "Not synchronised" && referenceID != 0 }

    /// Whether the time comes from the reference clock `PHCn`: its id is these four letters in hexadecimal.
    package func follows(_ source: ChronySource) -> Bool {
        let letters = source.name.utf8
        return letters.count == 4 && referenceID == letters.reduce(0) { $0 << 8 | UInt32($1) } && isSynchronised
    }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("Reference ID", at: text.count) }
        guard text.starts(line, with: "Reference ID") else {
            self = try ChronyTracking(text, separated: line)
            if let rest = text.nextLine(from: &place) { throw Unreadable("the end of the answer", at: rest.lowerBound) }
            return
        }
        place = 0
        (referenceID, name) = try text.reference("Reference ID", from: &place)
        stratum = try text.stratumLine(from: &place)
        referenceTime = try text.moment("Ref time (UTC)", from: &place)
        systemTime = try text.quantity("System time", "seconds", "slow of NTP time", "fast of NTP time", from: &place)
        lastOffset = try text.quantity("Last offset", "seconds", from: &place)
        rmsOffset = try text.quantity("RMS offset", "seconds", from: &place)
        frequency = try text.quantity("Frequency", "ppm", "fast", "slow", from: &place)
        residualFrequency = try text.quantity("Residual freq", "ppm", from: &place)
        skew = try text.quantity("Skew", "ppm", from: &place)
        rootDelay = try text.quantity("Root delay", "seconds", from: &place)
        rootDispersion = try text.quantity("Root dispersion", "seconds", from: &place)
        updateInterval = try text.quantity("Update interval", "seconds", from: &place)
        leapStatus = try text.leapStatus(text.field("Leap status", from: &place))
        if let rest = text.nextLine(from: &place) { throw Unreadable("the end of the answer", at: rest.lowerBound) }
    }

    /// Reads the row of `chronyc -c tracking`.
    private init(_ text: Span<UInt8>, separated line: Range<Int>) throws(Unreadable) {
        guard let columns: InlineArray<14, _> = text.pieces(of: line, endedBy: ",") else {
            throw text.unreadable(line, "an answer to chronyc tracking")
        }
        guard columns[0].count == 8, let reference = text.hexadecimal(columns[0]) else {
            throw Unreadable("a reference id in eight hexadecimal digits", at: line.lowerBound)
        }
        referenceID = reference
        name = text.text(columns[1])
        stratum = try text.stratum(of: columns[2])
        referenceTime = try text.number(columns[3], "the reference time in seconds")
        systemTime = try text.number(columns[4], "the system time's offset in seconds")
        lastOffset = try text.number(columns[5], "the last offset in seconds")
        rmsOffset = try text.number(columns[6], "the RMS offset in seconds")
        frequency = try text.number(columns[7], "the frequency in ppm")
        residualFrequency = try text.number(columns[8], "the residual frequency in ppm")
        skew = try text.number(columns[9], "the skew in ppm")
        rootDelay = try text.number(columns[10], "the root delay in seconds")
        rootDispersion = try text.number(columns[11], "the root dispersion in seconds")
        updateInterval = try text.number(columns[12], "the update interval in seconds")
        leapStatus = try text.leapStatus(columns[13])
    }
}

// MARK: - Lines

extension Span<UInt8> {
    /// The value of the next line, which has this title in front of a colon.
    func field(_ title: StaticString, from place: inout Int) throws(Unreadable) -> Range<Int> {
        guard let line = nextLine(from: &place) else { throw Unreadable(title, at: count) }
        guard let (key, value) = halves(of: line, at: ":"), equals(key, title) else {
            throw Unreadable(title, at: line.lowerBound)
        }
        return value
    }

    /// Reads `A9FEA97B (169.254.169.123)`; old versions print the number like an address.
    func reference(_ title: StaticString, from place: inout Int) throws(Unreadable) -> (UInt32, String) {
        let value = try field(title, from: &place)
        let word = firstWord(value)
        let rest = trimmed(word.upperBound..<value.upperBound)
        guard let id = hexadecimal(word) ?? address(word) else {
            throw Unreadable("a reference id", at: value.lowerBound)
        }
        guard rest.count >= 2, starts(rest, with: "("), self[rest.upperBound - 1] == UInt8(ascii: ")") else {
            throw Unreadable("the reference's name in brackets", at: rest.lowerBound)
        }
        return (id, text(rest.lowerBound + 1..<rest.upperBound - 1))
    }

    private func address(_ word: Range<Int>) -> UInt32? {
        guard let bytes: InlineArray<4, _> = pieces(of: word, endedBy: ".") else { return nil }
        var value: UInt32 = 0
        for index in bytes.indices {
            guard let byte = count(bytes[index]), byte < 256 else { return nil }
            value = value << 8 | UInt32(byte)
        }
        return value
    }

    func stratumLine(from place: inout Int) throws(Unreadable) -> Int {
        try stratum(of: field("Stratum", from: &place))
    }

    fileprivate func stratum(of range: Range<Int>) throws(Unreadable) -> Int {
        guard let stratum = count(range), stratum <= 255 else { throw Unreadable("a stratum", at: range.lowerBound) }
        return stratum
    }

    /// Reads a number with its unit, and the word behind it that says its sign, if there is to be one.
    func quantity(
        _ title: StaticString,
        _ unit: StaticString,
        _ positive: StaticString = "",
        _ negative: StaticString = "",
        from place: inout Int
    ) throws(Unreadable) -> Double {
        let value = try field(title, from: &place)
        let word = firstWord(value)
        guard let number = decimal(word) else { throw Unreadable("a number", at: value.lowerBound) }
        let rest = trimmed(word.upperBound..<value.upperBound)
        guard starts(rest, with: unit) else { throw Unreadable(unit, at: rest.lowerBound) }
        let sign = trimmed(rest.lowerBound + unit.utf8CodeUnitCount..<rest.upperBound)
        if equals(sign, positive) { return number }
        guard equals(sign, negative) else { throw Unreadable("which way it is off", at: sign.lowerBound) }
        return -number
    }

    /// Reads `Thu Dec 21 06:48:02 2017`.
    fileprivate func moment(_ title: StaticString, from place: inout Int) throws(Unreadable) -> Double {
        let value = try field(title, from: &place)
        var next = value.lowerBound
        guard nextWord(from: &next, to: value.upperBound) != nil,
            let month = nextWord(from: &next, to: value.upperBound).flatMap({ month($0) }),
            let day = nextWord(from: &next, to: value.upperBound).flatMap({ count($0) }),
            let time = nextWord(from: &next, to: value.upperBound), time.count == 8,
            let year = nextWord(from: &next, to: value.upperBound), year.count == 4
        else { throw Unreadable("a date and a time", at: value.lowerBound) }
        let date = "\(text(year))-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
        guard let moment = Timestamp(utf8: Array("\(date)T\(text(time)).000000000Z".utf8).span) else {
            throw Unreadable("a date and a time", at: value.lowerBound)
        }
        return Double(moment.nanoseconds / 1_000_000_000)
    }

    private func month(_ word: Range<Int>) -> Int? {
        guard word.count == 3 else { return nil }
        let names: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
        for month in 0..<12
        where (0..<3).allSatisfy({ unsafe names.utf8Start[3 * month + $0] == self[word.lowerBound + $0] }) {
            return month + 1
        }
        return nil
    }

    func leapStatus(_ range: Range<Int>) throws(Unreadable) -> String {
        if equals(range, "Normal") { return "Normal" }
        if equals(range, "Insert second") { return "Insert second" }
        if equals(range, "Delete second") { return "Delete second" }
        if equals(range, "Not synchronised") { return "Not synchronised" }
        throw Unreadable("a leap status", at: range.lowerBound)
    }
}
