import Glibc
import PTPVerify

let console = Console.standard { line in
    print(line)
    // Whoever reads a pipe wants to see what happens while it happens.
    fflush(nil)
}
do {
    let tool = Tool(console: console, environment: try ProcessEnvironment.read())
    exit(Int32(await tool.run(Array(CommandLine.arguments.dropFirst()))))
} catch {
    console.complain("\(error)")
    exit(2)
}
