import Orchestration

/// The state of one unit of systemd, from `systemctl show -p Id,LoadState,ActiveState,SubState,UnitFileState,Result`.
package struct UnitState: Sendable, Equatable {
    package let name: String
    /// `loaded`, `not-found`, `masked`.
    package let load: String
    /// `active`, `inactive`, `failed`, `activating`.
    package let active: String
    package let sub: String
    /// `enabled`, `disabled`, `static`, `alias`; empty where the unit has no file.
    package let file: String
    /// `success`, `exit-code`, `signal`.
    package let result: String

    package var isActive: Bool { active == "active" || active == "activating" }
    package var isThere: Bool { load == "loaded" }
}

/// Several units, with an empty line between them; also what `systemctl status` says of them.
package struct UnitStates: HostOutput {
    package let units: [UnitState]

    package subscript(_ name: String) -> UnitState? { units.first { $0.name == name || $0.name.isService(name) } }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var units: [UnitState] = []
        var draft = UnitDraft()
        var place = 0
        while let raw = text.nextRawLine(from: &place) {
            let line = text.trimmed(raw)
            if line.isEmpty {
                if let unit = try draft.finish(at: raw.lowerBound) { units.append(unit) }
            } else if !text.isCommandLine(line) {
                if let (key, value) = text.assignment(line) {
                    try draft.read(text, key, value)
                } else {
                    try draft.readStatus(text, line)
                }
            }
        }
        if let unit = try draft.finish(at: text.count) { units.append(unit) }
        guard !units.isEmpty else { throw Unreadable("Id=", at: text.count) }
        self.units = units
    }
}

/// A unit of which not all is read.
private struct UnitDraft {
    private var isStarted = false
    private var name: String?
    private var load: String?
    private var active: String?
    private var sub = ""
    private var file = ""
    private var result = ""

    mutating func read(_ text: Span<UInt8>, _ key: Range<Int>, _ value: Range<Int>) throws(Unreadable) {
        isStarted = true
        let content = text.text(value)
        if text.equals(key, "Id") {
            guard !content.isEmpty else { throw Unreadable("the name of a unit", at: value.lowerBound) }
            name = content
        } else if text.equals(key, "LoadState") {
            guard Self.loadStates.contains(content) else { throw Unreadable("a load state", at: value.lowerBound) }
            load = content
        } else if text.equals(key, "ActiveState") {
            guard Self.activeStates.contains(content) else { throw Unreadable("an active state", at: value.lowerBound) }
            active = content
        } else if text.equals(key, "SubState") {
            sub = content
        } else if text.equals(key, "UnitFileState") {
            file = content
        } else if text.equals(key, "Result") {
            result = content
        } else if name == nil, load == nil, active == nil, result.isEmpty, sub.isEmpty, file.isEmpty {
            throw Unreadable("a property of a unit", at: key.lowerBound)
        }
    }

    /// Reads a line of `systemctl status`; only those that say the state count.
    mutating func readStatus(_ text: Span<UInt8>, _ line: Range<Int>) throws(Unreadable) {
        if let mark = text.place(of: ".service - ", in: line), !text[line.lowerBound].isLetter {
            isStarted = true
            name = text.text(text.lastWord(line.lowerBound..<mark + ".service".utf8.count))
            return
        }
        guard isStarted || text.starts(line, with: "Loaded: "), text.isUnitStatusLine(line) else {
            throw Unreadable("a property of a unit", at: line.lowerBound)
        }
        isStarted = true
        guard let (key, value) = text.halves(of: line, at: ":") else { return }
        let isActive = text.equals(key, "Active")
        guard isActive || text.equals(key, "Loaded") else { return }
        let word = text.firstWord(value)
        let rest = text.trimmed(word.upperBound..<value.upperBound)
        // `(running)` and `(/usr/lib/systemd/system/chronyd.service; enabled; …)`.
        let end = text.first(UInt8(ascii: ")"), from: rest.lowerBound, to: rest.upperBound)
        guard text.starts(rest, with: "("), end < rest.upperBound else {
            throw Unreadable("more of the state in brackets", at: rest.lowerBound)
        }
        let inside = rest.lowerBound + 1..<end
        if isActive {
            guard Self.activeStates.contains(text.text(word)) else {
                throw Unreadable("an active state", at: word.lowerBound)
            }
            active = text.text(word)
            // Where the finer state has the same name, only the result stands there.
            for part in text.text(rest).split(separator: ")").map({ $0.drop { $0 == " " } }) where part.first == "(" {
                let content = part.dropFirst()
                if content.hasPrefix("Result: ") {
                    result = String(content.dropFirst("Result: ".count))
                } else if sub.isEmpty {
                    sub = String(content)
                }
            }
            if sub.isEmpty { sub = text.text(word) }
        } else {
            guard Self.loadStates.contains(text.text(word)) else {
                throw Unreadable("a load state", at: word.lowerBound)
            }
            load = text.text(word)
            let parts = text.text(inside).split(separator: "; ")
            file = parts.dropFirst().first.map(String.init) ?? ""
            // Where the unit's own line was left out, its file names it.
            if name == nil, let own = parts.first?.split(separator: "/").last, own.hasSuffix(".service") {
                name = String(own)
            }
        }
    }

    /// The unit, if there is one; the next may begin.
    mutating func finish(at place: Int) throws(Unreadable) -> UnitState? {
        guard isStarted else { return nil }
        guard let name else { throw Unreadable("Id=", at: place) }
        guard let load else { throw Unreadable("LoadState=", at: place) }
        guard let active else { throw Unreadable("ActiveState=", at: place) }
        let unit = UnitState(name: name, load: load, active: active, sub: sub, file: file, result: result)
        self = UnitDraft()
        return unit
    }

    private static let loadStates: Set<String> = [
        "stub", "loaded", "not-found", "bad-setting", "error", "merged", "masked",
    ]
    private static let activeStates: Set<String> = [
        "active", "reloading", "inactive", "failed", "activating", "deactivating", "maintenance", "refreshing",
    ]
}

extension String {
    /// Whether it is the name of a service in full.
    fileprivate func isService(_ name: String) -> Bool {
        utf8.count == name.utf8.count + ".service".utf8.count && hasPrefix(name) && hasSuffix(".service")
    }
}
