import Glibc
import Orchestration

extension Console {
    /// The standard streams of this process; there is a person when both questions and answers go through a terminal.
    ///
    /// Questions are asked on the error stream, so that `ptp-verify run | tee log` still asks.
    package static func standard(write: @escaping @Sendable (String) -> Void) -> Console {
        let hasPerson = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        return Console(
            write: write,
            complain: { putError($0 + "\n") },
            person: hasPerson ? Person(ask: askOnTerminal) : nil,
            pass: { put($0, on: $1 ? STDERR_FILENO : STDOUT_FILENO) },
            output: { guard put($0, on: STDOUT_FILENO) else { throw cutOff() } },
            readInput: readInput
        )
    }

    private static func putError(_ text: String) { put(Array(text.utf8), on: STDERR_FILENO) }

    private static func cutOff() -> RunError {
        RunError(
            .configuration,
            attempt: "write to the standard output",
            happened: unsafe String(cString: strerror(errno)),
            next: "What was written is not whole. Make room, or see what became of the program that reads it."
        )
    }

    /// False when not everything could be written.
    @discardableResult
    private static func put(_ bytes: [UInt8], on descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @Sendable private static func readInput() -> [UInt8] {
        guard isatty(STDIN_FILENO) == 0 else { return [] }
        var input: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return input }
            input += buffer[..<count]
        }
    }

    @Sendable private static func askOnTerminal(_ question: String, unless isPointless: @Sendable () -> Bool) -> String?
    {
        putError(question)
        var line: [UInt8] = []
        while line.count < 4096 {
            guard let byte = nextByte(unless: isPointless) else {
                putError("\n")
                return nil
            }
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// Waits in slices: a signal goes to a thread of its own and would not wake a read.
    private static func nextByte(unless isPointless: @Sendable () -> Bool) -> UInt8? {
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while true {
            if isPointless() { return nil }
            let ready = unsafe poll(&request, 1, 100)
            if ready == 0 || (ready < 0 && errno == EINTR) { continue }
            var byte: UInt8 = 0
            let count = unsafe read(STDIN_FILENO, &byte, 1)
            return count == 1 ? byte : nil
        }
    }
}
