import Glibc

let arguments = CommandLine.arguments.dropFirst()
let workers = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))

switch arguments.first {
case "lifecycles"?:
    let runs = arguments.dropFirst().first.flatMap { Int($0) } ?? 200
    print(LifeCycles.measure(runs: runs, workers: arguments.count > 2 ? 1 : workers).line)
default:
    print("usage: ptp-bench lifecycles")
}
