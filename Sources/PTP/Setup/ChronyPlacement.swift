/// Where chrony reads its configuration, and where a line of ours belongs.
///
/// Only files that the main one reaches by `confdir` or `include` may hold a reference clock; a file that is reached
/// twice names every clock of its twice.
struct ChronyPlacement: Equatable {
    enum Place: Equatable {
        /// A file of our own.
        case own(String)
        /// The main file, between markers.
        case inside(String)
    }

    /// A line that counts.
    struct Line: Equatable {
        let file: String
        let line: Int
        let arguments: [String]
    }

    /// A reference clock of kind PHC that chrony comes to.
    struct Clock: Equatable {
        let file: String
        let line: Int
        let parameter: String
    }

    let place: Place
    let clocks: [Clock]
    /// Includes of what a `confdir` or another include reads already.
    let doubled: [Line]

    private static let ownName = "ptp_ena.conf"

    /// `nil` when the main file is not among them.
    init?(_ files: ChronyConfiguration, main: String) {
        let mains = [main, "/etc/chrony.conf", "/etc/chrony/chrony.conf"]
        guard let main = mains.first(where: { path in files.directives.contains { $0.file == path } }) else {
            return nil
        }
        func lines(_ name: String) -> [Line] {
            files.directives.filter { $0.file == main && $0.name == name }.map {
                Line(file: main, line: $0.line, arguments: $0.arguments)
            }
        }
        let directories = lines("confdir").flatMap(\.arguments)
        let includes = lines("include")
        place = Self.place(directories, includes, main: main)
        let paths = Set(files.directives.compactMap(\.file)).sorted()
        // chrony reads of several directories only the first file of a name; each is enough to be reached once.
        var reached: Set<String> = [main]
        for path in paths where directories.contains(where: { Self.matches(path, "\($0)/*.conf") }) {
            reached.insert(path)
        }
        var doubled: [Line] = []
        for include in includes {
            let found = paths.filter { path in include.arguments.contains { Self.matches(path, $0) } }
            if !found.isEmpty, reached.isSuperset(of: found) {
                doubled.append(include)
            } else {
                reached.formUnion(found)
            }
        }
        self.doubled = doubled
        clocks = files.referenceClocks.compactMap { clock in
            guard clock.driver == "PHC", let file = clock.file, reached.contains(file) else { return nil }
            return Clock(file: file, line: clock.line, parameter: clock.parameter)
        }
    }

    /// Directories below `/run` are empty after a reboot, those below `/usr` belong to packages.
    private static func place(_ directories: [String], _ includes: [Line], main: String) -> Place {
        let suffix = "/*.conf"
        let included = includes.flatMap(\.arguments).filter { $0.hasSuffix(suffix) }.map {
            String($0.dropLast(suffix.count))
        }
        for directory in directories + included where directory.hasPrefix("/etc/") && !directory.contains("*") {
            return .own("\(directory.hasSuffix("/") ? String(directory.dropLast()) : directory)/\(ownName)")
        }
        return .inside(main)
    }

    /// Whether a path is meant by a pattern whose last part may have one star.
    private static func matches(_ path: String, _ pattern: String) -> Bool {
        let pattern = pattern.replacing("//", with: "/")
        guard let star = pattern.firstIndex(of: "*") else { return path == pattern }
        let (start, end) = (pattern[..<star], pattern[pattern.index(after: star)...])
        return path.hasPrefix(start) && path.hasSuffix(end) && path.count >= start.count + end.count
            && !path.dropFirst(start.count).dropLast(end.count).contains("/")
    }
}
