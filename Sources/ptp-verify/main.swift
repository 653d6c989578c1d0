import Glibc
import PTPVerify

let console = Console.standard { line in
    print(line)
    // Whoever reads a pipe wants to see what happens while it happens.
    fflush(nil)
}

/// Ends the process without what libraries do at its exit: threads that are still about to end may be using them.
func leave(_ code: Int) -> Never {
    fflush(nil)
    _exit(Int32(code))
}

do {
    let tool = Tool(console: console, environment: try ProcessEnvironment.read())
    leave(await tool.run(Array(CommandLine.arguments.dropFirst())))
} catch {
    console.complain("\(error)")
    leave(2)
}
