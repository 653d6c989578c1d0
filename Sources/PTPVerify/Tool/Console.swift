/// What the tool has of the outside world: two ways to say something, and one to ask.
package struct Console: Sendable {
    /// Says a line that somebody asked for.
    package let write: @Sendable (String) -> Void
    /// Says a line about what went wrong.
    package let complain: @Sendable (String) -> Void
    /// Puts a question to a person, if there is one.
    package let person: Person?

    package init(
        write: @escaping @Sendable (String) -> Void,
        complain: @escaping @Sendable (String) -> Void,
        person: Person? = nil
    ) {
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
