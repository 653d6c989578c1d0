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

    /// A line of the main file that reads others.
    struct Line: Equatable {
        let file: String
        let line: Int
        let patterns: [String]
    }

    /// A reference clock of kind PHC that chrony comes to.
    struct Clock: Equatable {
        let file: String
        let line: ChronyConfiguration.ReferenceClock

        var number: Int { line.line }
        var parameter: String { line.parameter }
    }

    let place: Place
    /// Those that chrony comes to.
    let clocks: [Clock]
    private let main: String
    private let paths: Set<String>
    /// The lines that read other files, those that read most first: of two that read the same the other is too much.
    private let readers: [Line]

    private static let ownName = "ptp_ena.conf"

    /// `nil` when the main file is not among them.
    init?(_ files: ChronyConfiguration, main: String) {
        let mains = [main, "/etc/chrony.conf", "/etc/chrony/chrony.conf"]
        guard let main = mains.first(where: { path in files.directives.contains { $0.file == path } }) else {
            return nil
        }
        func lines(_ name: String, _ patterns: ([String]) -> [String]) -> [Line] {
            files.directives.filter { $0.file == main && $0.name == name }.map {
                Line(file: main, line: $0.line, patterns: patterns($0.arguments))
            }
        }
        let directories = lines("confdir") { $0.map { "\($0)/*.conf".replacing("//", with: "/") } }
        let includes = lines("include") { $0 }
        let wide = includes.filter { $0.patterns.contains { $0.contains("*") } }
        let readers = directories + wide + includes.filter { !wide.contains($0) }
        self.main = main
        self.readers = readers
        paths = Set(files.directives.compactMap(\.file))
        place = Self.place(readers, main: main)
        let reached = paths.filter { path in path == main || readers.contains { $0.reads(path) } }
        clocks = files.referenceClocks.compactMap { clock in
            guard clock.driver == "PHC", let file = clock.file, reached.contains(file) else { return nil }
            return Clock(file: file, line: clock)
        }
    }

    /// Whether there is a file that says something.
    func isThere(_ path: String) -> Bool { paths.contains(path) }

    /// The lines that read nothing but what others read already, once such a file is there as well.
    func doubled(adding path: String?) -> [Line] {
        var reached: Set<String> = []
        return readers.filter { reader in
            let found = paths.union(path.map { [$0] } ?? []).filter(reader.reads)
            defer { reached.formUnion(found) }
            return !found.isEmpty && reached.isSuperset(of: found)
        }
    }

    /// Directories below `/run` are empty after a reboot, those below `/usr` belong to packages.
    private static func place(_ readers: [Line], main: String) -> Place {
        let suffix = "/*.conf"
        for pattern in readers.flatMap(\.patterns) where pattern.hasPrefix("/etc/") && pattern.hasSuffix(suffix) {
            let directory = pattern.dropLast(suffix.count)
            if !directory.contains("*") { return .own("\(directory)/\(ownName)") }
        }
        return .inside(main)
    }
}

extension ChronyPlacement.Line {
    /// Whether a path is meant by a pattern, whose last part may have one star.
    fileprivate func reads(_ path: String) -> Bool {
        patterns.contains { pattern in
            guard let star = pattern.firstIndex(of: "*") else { return path == pattern }
            let (start, end) = (pattern[..<star], pattern[pattern.index(after: star)...])
            return path.hasPrefix(start) && path.hasSuffix(end) && path.count >= start.count + end.count
                && !path.dropFirst(start.count).dropLast(end.count).contains("/")
        }
    }
}
