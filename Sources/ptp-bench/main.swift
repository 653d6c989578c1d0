import Glibc

private let usage = """
    usage: ptp-bench [lifecycles|cases [RUNS [WORKERS]] | fold | report | html | store | parsers | help | host | aws |
                     ssh ...]

    Measures what was promised and prints each figure as a line of JSON; without a name, all of them.

      lifecycles  simulated full case life cycles, in RUNS runs of 200 cases on WORKERS threads, nobody looks at hosts
      cases       the same with the set-up and the proof by the executor that works on real hosts
      fold        reading a journal of a million events from disk
      report      the reports of 10,000 cases in all forms, and YAML beside PyYAML
      store       the results store with a million results in it: lists, two runs, a trend, and adding a run
      html        a page of 50 cases with an hour of samples each
      parsers     a million damaged outputs, each through all readers; captures of real machines are taken from
                  PTP_TRANSCRIPTS, else from ../shared/domain/transcripts
      help        the start of ptp-verify, which must stand next to this tool
      host        the verification of a host that is set up already, beyond what the host does for it; a host is played,
                  which needs root and a start at the top of the source tree
      aws         calls of an emulated EC2 beside those of boto3, where .ci/setup made .venv; to be started at the
                  top of the source tree
      ssh         work at an OpenSSH server beside OpenSSH's own tools, paramiko and asyncssh; needs what aws needs

    Exit code: 0 when every figure is met, 1 when one is not, 2 for a wrong usage or a failed measurement.
    Build with `swift build -c release`; a debug build measures nothing.
    """

private let processors = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))

private func measure(_ name: String, _ numbers: [Int]) throws -> [Figure]? {
    switch name {
    case "lifecycles":
        return LifeCycles.measure(runs: numbers.first ?? 200, workers: numbers.dropFirst().first ?? processors)
    case "cases":
        return LifeCycles.measureProven(runs: numbers.first ?? 40, workers: numbers.dropFirst().first ?? processors)
    case "fold": return try Folding.measure()
    case "report": return try Reporting.measure()
    case "store": return try Storing.measure(runs: numbers.first ?? 10_000)
    case "html": return Plotting.measure()
    case "parsers":
        return try Parsing.measure(workers: numbers.first ?? processors)
    case "help": return try Starting.measure()
    case "host": return try Harness.measure()
    case "aws": return try PeerCalls.measure()
    case "ssh": return try PeerShells.measure()
    default: return nil
    }
}

private func run(_ arguments: [String]) throws -> Int32 {
    let names = arguments.filter { Int($0) == nil }
    var isEverythingMet = true
    // What measures the memory of other processes comes first: the kernel counts what this one has when it starts them.
    let all = ["help", "host", "aws", "ssh", "fold", "lifecycles", "cases", "report", "html", "store", "parsers"]
    for name in names.isEmpty ? all : names {
        guard let figures = try measure(name, arguments.compactMap { Int($0) }) else {
            print(usage)
            return name == "--help" ? 0 : 2
        }
        for figure in figures {
            print(figure.line)
            isEverythingMet = isEverythingMet && figure.isMet
        }
    }
    return isEverythingMet ? 0 : 1
}

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let count = arguments.last.flatMap { Int($0) }
    switch (arguments.first, count) {
    // What the measurements start as processes of their own.
    case ("write-journal", let cases?): try Folding.writeJournal(in: arguments[1], cases: cases)
    case ("describe-instances", let count?): try await PeerCalls.describeInstances(count)
    case ("shell-client", let count?):
        try await ShellClient.perform(Array(arguments.dropFirst().dropLast()), count)
    case ("fold-journal", let events?): try await Folding.foldJournal(in: arguments[1], events: events)
    default: exit(try run(arguments))
    }
} catch {
    print("ptp-bench: \(error)")
    exit(2)
}
