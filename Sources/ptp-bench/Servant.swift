import Glibc

/// A program that serves what is measured against, in a process that ends with this one.
struct Servant {
    private let processID: pid_t
    /// What it says can be read here; and when this closes, it ends.
    private let line: Int32
    /// The first that it said: where it can be reached.
    let address: String

    /// Starts it and waits until it serves.
    init(_ command: [String], in environment: [String] = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]) throws(Child.Failure) {
        let (ours, its) = try Child.joinedSockets()
        let process = Child.spawn(command, environment, input: its, output: its)
        close(its)
        line = ours
        processID = try process.get()
        address = Self.line(from: ours)
        guard !address.isEmpty else {
            end()
            throw Child.Failure(description: "\(command.joined(separator: " ")): does not serve")
        }
    }

    /// Tells it a line, and waits for its answer.
    func answer(to text: String) -> String {
        let bytes = Array("\(text)\n".utf8)
        guard unsafe write(line, bytes, bytes.count) == bytes.count else { return "" }
        return Self.line(from: line)
    }

    /// Ends it.
    func end() {
        close(line)
        kill(processID, SIGTERM)
        _ = waitpid(processID, nil, 0)
    }

    private static func line(from descriptor: Int32) -> String {
        var text: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { text.append(byte) }
        return String(decoding: text, as: UTF8.self)
    }
}
