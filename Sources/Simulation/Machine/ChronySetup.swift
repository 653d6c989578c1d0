/// chrony's configuration, read from its files as chronyd does.
struct ChronySetup: Sendable, Equatable {
    /// A `refclock PHC` line.
    struct Clock: Sendable, Equatable {
        let device: String
        /// Nanoseconds.
        var delay: Int64 = 1
        /// log2 of the seconds between readings of the device.
        var driverPoll = 0
        var poll = 4
        var isPreferred = false
        var isNeverSelected = false
    }

    private(set) var clocks: [Clock] = []
    /// Whether EC2's own time source is among the servers.
    private(set) var hasNetwork = false
    private(set) var prefersNetwork = false
    /// The directives, as `chronyd -p` prints them.
    private(set) var effective: [UInt8] = []
    /// Why chronyd refuses it.
    private(set) var problem: String?
    private let files: FileTree

    init(_ files: FileTree, main: String) {
        self.files = files
        if files[main] == nil {
            problem = "Could not open \(main) : No such file or directory"
        } else {
            read(main)
        }
    }

    private static let directives: Set<String> = [
        "allow", "bindcmdaddress", "cmdport", "driftfile", "dumpdir", "keyfile", "leapsectz", "leapseclist", "local",
        "log", "logchange", "logdir", "makestep", "maxslewrate", "maxupdateskew", "minsources", "ntsdumpdir",
        "ntstrustedcerts", "port", "rtcsync", "rtcdevice", "smoothtime", "user", "hwtimestamp", "lock_all",
    ]

    private mutating func read(_ path: String) {
        var number = 0
        for line in files[path, default: ""].utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        {
            number += 1
            guard problem == nil, let start = line.first(where: { $0 != UInt8(ascii: " ") }),
                !"#!;%".utf8.contains(start)
            else { continue }
            let words = Substring(line).words
            take(words[0].lowercased(), words.dropFirst().map(String.init)) { "at line \(number) in file \(path)" }
        }
    }

    private mutating func take(_ name: String, _ arguments: [String], _ place: () -> String) {
        switch name {
        case "include": return arguments.forEach { readAll(matching: $0) }
        case "confdir": return readFolders(arguments)
        case "sourcedir": arguments.forEach { readSources($0) }
        case "server", "pool", "peer": follow(arguments)
        case "refclock": addClock(arguments, place)
        case _ where Self.directives.contains(name): break
        default: problem = "Invalid directive \(place())"
        }
        effective += name.utf8
        for argument in arguments {
            effective.append(UInt8(ascii: " "))
            effective += argument.utf8
        }
        effective.append(UInt8(ascii: "\n"))
    }

    /// `include` takes patterns; only a star for a name's start is known here.
    private mutating func readAll(matching pattern: String) {
        guard let star = pattern.firstIndex(of: "*") else { return read(pattern) }
        let folder = String(pattern[..<star].dropLast())
        let suffix = String(pattern[pattern.index(after: star)...])
        for file in files.below(folder, suffix: suffix) { read(file.path) }
    }

    /// Of several folders, the first that has a file of some name counts; the files are read in the order of names.
    private mutating func readFolders(_ folders: [String]) {
        var found: [(name: Substring, path: String)] = []
        for folder in folders {
            for file in files.below(folder, suffix: ".conf") {
                let name = Substring(file.path.utf8.dropFirst(folder.utf8.count + 1))
                if !found.contains(where: { $0.name == name }) { found.append((name, file.path)) }
            }
        }
        for file in found.sorted(by: { $0.name < $1.name }) { read(file.path) }
    }

    private mutating func readSources(_ folder: String) {
        for file in files.below(folder, suffix: ".sources") {
            for line in file.content.lines {
                let words = line.words.map(String.init)
                if ["server", "pool", "peer"].contains(words.first) { follow(Array(words.dropFirst())) }
            }
        }
    }

    private mutating func follow(_ arguments: [String]) {
        guard arguments.first == "169.254.169.123" else { return }
        hasNetwork = true
        prefersNetwork = arguments.contains("prefer")
    }

    private mutating func addClock(_ arguments: [String], _ place: () -> String) {
        guard arguments.count >= 2, arguments[0] == "PHC" else {
            problem = "Could not parse refclock directive \(place())"
            return
        }
        // Options of the driver follow the device after colons.
        let device = arguments[1].split(separator: ":", omittingEmptySubsequences: false)[0]
        var clock = Clock(device: String(device))
        var rest = arguments[2...]
        while let option = rest.popFirst() {
            switch option {
            case "prefer": clock.isPreferred = true
            case "noselect": clock.isNeverSelected = true
            case "trust", "require", "tai", "pps", "local": break
            case "delay", "dpoll", "poll", "offset", "precision", "refid", "stratum", "filter", "width",
                "maxdispersion",
                "minsamples", "maxsamples", "rate", "lock":
                let value = rest.popFirst() ?? ""
                switch option {
                case "delay": clock.delay = Double(value).map { Int64($0 * 1e9) } ?? 1
                case "dpoll": clock.driverPoll = Int(value) ?? 0
                case "poll": clock.poll = Int(value) ?? 4
                default: break
                }
            default:
                problem = "Invalid refclock option \(place())"
                return
            }
        }
        // The device is read at least as often as samples are made of its readings.
        clock.driverPoll = min(clock.driverPoll, clock.poll)
        clocks.append(clock)
    }
}
