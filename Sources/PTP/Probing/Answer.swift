package import Shell

/// What became of a question to a host: a value, or why there is none.
///
/// What is missing is never zero.
package enum Answer<Value: Sendable & Equatable>: Sendable, Equatable {
    case known(Value)
    case missing(Absence)

    /// The value, if it is known.
    package var value: Value? {
        guard case .known(let value) = self else { return nil }
        return value
    }

    /// Why there is no value, if there is none.
    package var absence: Absence? {
        guard case .missing(let absence) = self else { return nil }
        return absence
    }
}

/// Why a question has no answer; each is a fact of its own.
package enum Absence: Sendable, Equatable {
    /// Nobody asked.
    case notAsked
    /// Nobody answered, or not to the end, although the question was asked again.
    case noAnswer(String)
    /// The host has no such program.
    case noSuchTool(String)
    /// The user may not do this: no rights, or `sudo` wants a password.
    case notPermitted(String)
    /// The file or device is not there.
    case notThere(String)
    /// The command failed, with its complaint.
    case failed(status: Int?, complaint: String)
    /// The command said something that cannot be read.
    case unreadable(String)
}

extension Absence: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAsked: "not asked"
        case .noAnswer(let attempts): "no answer: \(attempts)"
        case .noSuchTool(let name): "\(name) is not installed"
        case .notPermitted(let complaint): "not permitted: \(complaint)"
        case .notThere(let complaint): "not there: \(complaint)"
        case .failed(let status, let complaint):
            "failed with \(status.map { "exit status \($0)" } ?? "a signal")"
                + (complaint.isEmpty ? "" : ": \(complaint)")
        case .unreadable(let problem): "not understood: \(problem)"
        }
    }
}

extension Answer where Value: HostOutput {
    /// Reads what a command came to.
    package init(_ result: CommandResult) {
        guard result.isSuccess else {
            self = .missing(Absence(result))
            return
        }
        let text = result.outputBytes.withoutColours
        do throws(Unreadable) {
            self = .known(try Value(text.span))
        } catch {
            self = .missing(.unreadable(error.description(in: text)))
        }
    }
}

extension Absence {
    /// Why a command failed, by what it complained of.
    init(_ result: CommandResult) {
        let line = Self.firstLine(result.errorBytes) ?? Self.firstLine(result.outputBytes) ?? []
        let complaint = String(decoding: line, as: UTF8.self)
        func says(_ words: StaticString) -> Bool { line.span.place(of: words, in: 0..<line.count) != nil }
        if result.exitStatus == nil {
            self = .noAnswer(complaint)
        } else if result.exitStatus == 127 || line.starts(with: "sudo".utf8) && says("command not found") {
            self = .noSuchTool(complaint)
        } else if says("a password is required") || says("ermission denied") || says("not permitted")
            || says("not allowed")
        {
            self = .notPermitted(complaint)
        } else if says("No such file") || says("No such device") {
            self = .notThere(complaint)
        } else {
            self = .failed(status: result.exitStatus, complaint: complaint)
        }
    }

    private static func firstLine(_ bytes: [UInt8]) -> [UInt8]? {
        var place = 0
        return bytes.span.nextLine(from: &place).map { Array(bytes[$0]) }
    }
}
