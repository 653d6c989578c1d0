import Shell

/// A command whose result is known beforehand.
struct Trial {
    /// What a line that stalls costs; a debug build runs beside all other tests, which takes its time.
    #if DEBUG
    private static let patience = Duration.seconds(15)
    #else
    private static let patience = Duration.seconds(4)
    #endif

    let command: Command
    private let ending: CommandResult.Ending
    private let output: [UInt8]
    private let complaints: String

    /// Draws one: mostly short ones, some that say or read much, a few that are killed.
    init(using generator: inout some RandomNumberGenerator) {
        let token = String(generator.next(), radix: 36)
        var text = "echo \(token)"
        var output = Array("\(token)\n".utf8)
        var input: [UInt8] = []
        var complaints = ""
        var ending = CommandResult.Ending.exited(Int.random(in: 0...255, using: &generator))
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<10:
            text += "; echo \(token)! >&2"
            complaints = "\(token)!\n"
        case 10..<20:
            text += "; cat"
            input = (0..<Int.random(in: 1...6_000, using: &generator)).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            output += input
        case 20..<28:
            let count = Int.random(in: 1...30_000, using: &generator)
            text += "; head -c \(count) /dev/zero"
            output += [UInt8](repeating: 0, count: count)
        case 28..<30:
            ending = .killed(signal: "KILL")
        default: break
        }
        if case .exited(let status) = ending { text += "; exit \(status)" } else { text += "; kill -9 $$" }
        command = Command(text, timeout: Self.patience, input: input)
        (self.ending, self.output, self.complaints) = (ending, output, complaints)
    }

    /// What is wrong with a result; `nil` when nothing is.
    func refute(_ result: CommandResult) -> String? {
        if result.ending != ending { return "it ended with \(result.ending) and not \(ending)" }
        if result.outputBytes != output { return "\(result.outputBytes.count) bytes are not the \(output.count) said" }
        if result.errorOutput != complaints { return "complaints: \(result.errorOutput)" }
        return nil
    }
}
