import Orchestration
import Shell

/// A run of the few plain commands that every host has: everything is known at once, time included.
struct SimulatedCommands {
    /// What a stream keeps.
    private struct Stream {
        var bytes: [UInt8] = []
        var isTruncated = false
        let limit: Int

        mutating func append(_ more: some Collection<UInt8>) {
            let room = limit - bytes.count
            bytes += more.prefix(room)
            isTruncated = isTruncated || more.count > room
        }
    }

    private static let signals = [1: "HUP", 2: "INT", 3: "QUIT", 6: "ABRT", 9: "KILL", 13: "PIPE", 15: "TERM"]

    /// How long it takes.
    private(set) var elapsed = Duration.zero
    private let variables: [String: String]
    private var input: ArraySlice<UInt8>
    private var output: Stream
    private var complaints: Stream
    private var status = 0
    private var ending: CommandResult.Ending?

    /// Runs a command; `nil` where it uses what simulated shells do not know.
    init?(_ command: Command) {
        variables = ["LC_ALL": "C", "HOME": "/home/ec2-user", "PATH": "/usr/local/bin:/usr/bin"]
            .merging(command.environment) { $1 }
        input = command.input[...]
        output = Stream(limit: command.outputLimit)
        complaints = Stream(limit: command.outputLimit)
        do throws(SimulatedScript.Problem) {
            for step in try SimulatedScript(command.text, variables: variables).steps where ending == nil {
                run(step)
            }
        } catch {
            guard case .syntax(let message) = error else { return nil }
            complaints.append("sh: -c: line 1: \(message)\n".utf8)
            status = 2
        }
    }

    /// What it comes to.
    func result(after duration: Duration) -> CommandResult {
        CommandResult(
            ending ?? .exited(status),
            output: output.bytes,
            errorOutput: complaints.bytes,
            isTruncated: output.isTruncated || complaints.isTruncated,
            duration: duration
        )
    }

    private mutating func run(_ step: SimulatedScript.Step) {
        switch step.condition {
        case .always: break
        case .success: guard status == 0 else { return }
        case .failure: guard status != 0 else { return }
        }
        guard let name = step.words.first else { return }
        let arguments = step.words.dropFirst()
        switch name {
        case ":", "true": status = 0
        case "false": status = 1
        case "exit": ending = .exited((arguments.first.flatMap { Int($0) } ?? status) & 255)
        case "kill": kill(arguments)
        case "sleep": sleep(arguments)
        case "echo", "printf", "cat", "head", "printenv":
            let said = say(name, Array(arguments))
            if step.isComplaint { complaints.append(said) } else { output.append(said) }
        default: complain("sh: line 1: \(name): command not found", status: 127)
        }
    }

    private mutating func say(_ name: String, _ arguments: [String]) -> AnyCollection<UInt8> {
        status = 0
        switch name {
        case "echo": return AnyCollection((arguments.joined(separator: " ") + "\n").utf8)
        case "printf": return AnyCollection(formatted(arguments))
        case "printenv": return AnyCollection(value(of: arguments.first ?? ""))
        case "head": return head(arguments)
        default: return AnyCollection(arguments.isEmpty ? takeInput(.max) : contents(arguments))
        }
    }

    private mutating func complain(_ message: String, status: Int) {
        complaints.append("\(message)\n".utf8)
        self.status = status
    }
}

// MARK: - Single commands

extension SimulatedCommands {
    private mutating func kill(_ arguments: ArraySlice<String>) {
        let wanted = (arguments.first ?? "").drop { $0 == "-" }
        let name = Int(wanted).map { Self.signals[$0] } ?? Self.signals.values.first { $0 == wanted }
        guard let name, arguments.dropFirst() == [SimulatedScript.processID] else {
            return complain("sh: line 1: kill: \(arguments.joined(separator: " ")): No such process", status: 1)
        }
        ending = .killed(signal: name)
    }

    private mutating func sleep(_ arguments: ArraySlice<String>) {
        guard let seconds = arguments.first.flatMap(Double.init), seconds >= 0, seconds < 1e9 else {
            return complain("sleep: invalid time interval '\(arguments.joined(separator: " "))'", status: 1)
        }
        elapsed += .nanoseconds(Int64(seconds * 1e9))
        status = 0
    }

    private mutating func value(of name: String) -> [UInt8] {
        guard let value = variables[name] else {
            status = 1
            return []
        }
        return Array("\(value)\n".utf8)
    }

    private mutating func head(_ arguments: [String]) -> AnyCollection<UInt8> {
        guard arguments.first == "-c", let count = arguments.dropFirst().first.flatMap({ Int($0) }), count >= 0 else {
            complain("head: only -c is simulated", status: 1)
            return AnyCollection([])
        }
        let files = Array(arguments.dropFirst(2))
        // Nobody has the memory for what people ask of this file.
        if files == ["/dev/zero"] { return AnyCollection(repeatElement(0, count: count)) }
        return AnyCollection(files.isEmpty ? takeInput(count) : contents(files))
    }

    private mutating func takeInput(_ count: Int) -> ArraySlice<UInt8> {
        defer { input = input.dropFirst(count) }
        return input.prefix(count)
    }

    private mutating func contents(_ files: [String]) -> ArraySlice<UInt8> {
        for file in files where file != "/dev/null" { complain("cat: \(file): No such file or directory", status: 1) }
        return []
    }

    /// `printf` with `%s` and `%%`: the format is used again as long as arguments are left.
    private mutating func formatted(_ arguments: [String]) -> [UInt8] {
        guard let format = arguments.first else { return [] }
        var rest = arguments.dropFirst()
        var text: [UInt8] = []
        while true {
            let count = rest.count
            var bytes = Array(format.utf8)[...]
            while let byte = bytes.popFirst() {
                switch (byte, bytes.first) {
                case (UInt8(ascii: "%"), UInt8(ascii: "%")), (UInt8(ascii: "\\"), UInt8(ascii: "\\")):
                    text.append(bytes.removeFirst())
                case (UInt8(ascii: "%"), UInt8(ascii: "s")):
                    bytes.removeFirst()
                    text += (rest.popFirst() ?? "").utf8
                case (UInt8(ascii: "\\"), UInt8(ascii: "n")):
                    bytes.removeFirst()
                    text.append(UInt8(ascii: "\n"))
                default: text.append(byte)
                }
            }
            if rest.isEmpty || rest.count == count { return text }
        }
    }
}
