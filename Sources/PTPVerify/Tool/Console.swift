/// What the tool has of the outside world: ways to say something, and to hear.
package struct Console: Sendable {
    /// Says a line that somebody asked for.
    package let write: @Sendable (String) -> Void
    /// Says a line about what went wrong.
    package let complain: @Sendable (String) -> Void
    /// Puts a question to a person, if there is one.
    package let person: Person?
    /// Passes on bytes as they are: what somebody printed, or complained of.
    package let pass: @Sendable (_ bytes: [UInt8], _ isComplaint: Bool) -> Void
    /// Gives bytes to whoever wants the output, all of them, or says why not.
    package let output: @Sendable (_ bytes: [UInt8]) throws -> Void
    /// Reads all that is given on the standard input; nothing from a terminal.
    package let readInput: @Sendable () -> [UInt8]

    package init(
        write: @escaping @Sendable (String) -> Void,
        complain: @escaping @Sendable (String) -> Void,
        person: Person? = nil,
        pass: (@Sendable (_ bytes: [UInt8], _ isComplaint: Bool) -> Void)? = nil,
        output: (@Sendable (_ bytes: [UInt8]) throws -> Void)? = nil,
        readInput: @escaping @Sendable () -> [UInt8] = { [] }
    ) {
        let pass = pass ?? { ($1 ? complain : write)(String(decoding: $0, as: UTF8.self)) }
        self.pass = pass
        self.output = output ?? { pass($0, false) }
        self.readInput = readInput
        self.write = write
        self.complain = complain
        self.person = person
    }

    /// Somebody at a terminal.
    package struct Person: Sendable {
        /// Asks and waits for a line; `nil` at the end of input, or once nobody needs the answer any more.
        package let ask: @Sendable (_ question: String, _ isPointless: @Sendable () -> Bool) -> String?

        package init(ask: @escaping @Sendable (_ question: String, _ isPointless: @Sendable () -> Bool) -> String?) {
            self.ask = ask
        }
    }
}
