/// chrony's configuration: what `chronyd -p` prints, or files with a line `# file: PATH` before each.
package struct ChronyConfiguration: HostOutput {
    /// A line that says something.
    package struct Directive: Sendable, Equatable {
        /// The file, where it is known.
        package let file: String?
        package let line: Int
        /// In lower case, as chrony does not care.
        package let name: String
        package let arguments: [String]
    }

    /// A reference clock.
    package struct ReferenceClock: Sendable, Equatable {
        /// `PHC`, `SHM`, `PPS`, `SOCK`.
        package let driver: String
        /// The device, or an interface with chrony 4.7.
        package let parameter: String
        package let options: [String: String]
        package let file: String?
        package let line: Int

        /// log2 of the seconds between readings of the device.
        package var driverPoll: Int { options["dpoll"].flatMap { Int($0) } ?? 0 }
    }

    package let directives: [Directive]

    package var referenceClocks: [ReferenceClock] { directives.compactMap(ReferenceClock.init) }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var directives: [Directive] = []
        var file: String?
        var number = 0
        var place = 0
        while let raw = text.nextRawLine(from: &place) {
            number += 1
            let line = text.trimmed(raw)
            guard !line.isEmpty, !text.isCommandLine(line) else { continue }
            if text.starts(line, with: "# file: ") {
                file = text.text(text.trimmed(line.lowerBound + "# file: ".utf8.count..<line.upperBound))
                number = 0
            } else if !text.isChronyComment(line) {
                let name = text.firstWord(line)
                let isWord = name.count <= 32 && name.allSatisfy { text[$0].isLetter }
                // A file may hold anything, as the README that Debian's chrony puts beside its own files.
                if file != nil, !isWord { continue }
                // What comes from nowhere must begin like a configuration.
                guard isWord, file != nil || !directives.isEmpty || text.isDirective(name) else {
                    throw Unreadable("a directive of chrony", at: line.lowerBound)
                }
                directives.append(Directive(text, line, named: name, number: number, file: file))
            }
        }
        self.directives = directives
    }
}

extension ChronyConfiguration.Directive {
    fileprivate init(_ text: Span<UInt8>, _ line: Range<Int>, named name: Range<Int>, number: Int, file: String?) {
        var place = name.upperBound
        var arguments: [String] = []
        while let word = text.nextWord(from: &place, to: line.upperBound) { arguments.append(text.text(word)) }
        self.init(file: file, line: number, name: text.text(name).lowercased(), arguments: arguments)
    }
}

extension ChronyConfiguration.ReferenceClock {
    /// Options without a value of their own.
    private static let flags: Set<String> = ["noselect", "pps", "prefer", "require", "tai", "trust", "local"]

    /// The reference clock that a directive sets up, if it does.
    fileprivate init?(_ directive: ChronyConfiguration.Directive) {
        let words = directive.arguments
        guard directive.name == "refclock", words.count >= 2 else { return nil }
        var options: [String: String] = [:]
        var place = 2
        while place < words.count {
            let option = words[place].lowercased()
            if Self.flags.contains(option) || place + 1 == words.count {
                options[option] = ""
                place += 1
            } else {
                options[option] = words[place + 1]
                place += 2
            }
        }
        self.init(
            driver: words[0].uppercased(),
            parameter: words[1],
            options: options,
            file: directive.file,
            line: directive.line
        )
    }
}

extension Span<UInt8> {
    /// Whether chrony passes over a line.
    func isChronyComment(_ line: Range<Int>) -> Bool {
        line.isEmpty || "!;#%".utf8.contains(self[line.lowerBound])
    }

    /// Whether a word is one of chrony's directives (chrony.conf(5) of 4.8).
    func isDirective(_ name: Range<Int>) -> Bool {
        guard (3...32).contains(name.count), name.allSatisfy({ self[$0].isLetter }) else { return false }
        return chronyDirectives.contains(text(name).lowercased())
    }
}

private let chronyDirectives: Set<String> = [
    "acquisitionport", "allow", "aptsendtimeout", "authselectmode", "bindacqaddress", "bindacqdevice", "bindaddress",
    "bindcmdaddress", "bindcmddevice", "binddevice", "broadcast", "clientloglimit", "clockprecision", "cmdallow",
    "cmddeny", "cmdport", "cmdratelimit", "combinelimit", "commandkey", "confdir", "corrtimeratio", "deny", "driftfile",
    "dscp", "dumpdir", "dumponexit", "fallbackdrift", "generatecommandkey", "hwclockfile", "hwtimestamp",
    "hwtstimeout", "include", "initstepslew", "keyfile", "leapseclist", "leapsecmode", "leapsectz",
    "local", "lock", "log", "logbanner", "logchange", "logdir", "mailonchange", "makestep", "manual", "maxchange",
    "maxclockerror", "maxdistance", "maxdrift", "maxjitter", "maxntsconnections", "maxsamples", "maxslewrate",
    "maxtxbuffers", "maxupdateskew", "minsamples", "minsources", "nocerttimecheck", "noclientlog", "nosystemcert",
    "ntpsigndsocket", "ntsaeads", "ntsdumpdir", "ntscachedir", "ntsntpserver", "ntsport", "ntsprocesses", "ntsrefresh",
    "ntsrotate", "ntsratelimit", "ntsservercert", "ntsserverkey", "ntstrustedcerts", "opencommands", "peer",
    "pidfile", "pool", "port", "ptpdomain", "ptpport", "ratelimit", "refclock", "refresh", "reselectdist",
    "rtcautotrim", "rtcdevice", "rtcfile", "rtconutc", "rtcsync", "sched", "server", "smoothtime", "sourcedir",
    "stratumweight", "tempcomp", "user",
]
