import Orchestration

/// What somebody else's tool takes for what we do.
struct Peer {
    let name: String
    let value: Double

    init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
}

/// One measured figure, printed as a line of JSON.
struct Figure {
    let what: String
    let value: Double
    let unit: String
    /// The bound that was promised.
    let target: Double
    let isAtLeast: Bool
    /// What others take for the same.
    var peers: [Peer] = []
    /// Why there is no value.
    var obstacle: String?

    static func atLeast(_ target: Double, _ what: String, _ value: Double, _ unit: String) -> Figure {
        Figure(what: what, value: value, unit: unit, target: target, isAtLeast: true)
    }

    static func atMost(_ target: Double, _ what: String, _ value: Double, _ unit: String) -> Figure {
        Figure(what: what, value: value, unit: unit, target: target, isAtLeast: false)
    }

    /// The same figure with what others take for the same beside it.
    func beside(_ peers: [Peer]) -> Figure {
        var figure = self
        figure.peers = peers
        return figure
    }

    /// What cannot be measured here, and why; nobody's fault, and no promise broken.
    static func notMeasured(_ what: String, _ obstacle: String) -> Figure {
        Figure(what: what, value: 0, unit: "", target: 0, isAtLeast: false, obstacle: obstacle)
    }

    var isMet: Bool { isAtLeast ? value >= target : value <= target }

    var line: String {
        if let obstacle {
            let object: JSONValue = ["figure": .string(what), "not_measured": .string(obstacle)]
            return String(decoding: object.text(), as: UTF8.self)
        }
        var object: JSONObject = ["figure": .string(what), "value": .number(value), "unit": .string(unit)]
        for peer in peers { object[peer.name] = .number(peer.value) }
        object[isAtLeast ? "at_least" : "at_most"] = .number(target)
        object["met"] = .bool(isMet)
        return String(decoding: JSONValue.object(object).text(), as: UTF8.self)
    }
}

/// Runs `body` and says how many seconds it took.
func seconds<Result>(_ body: () throws -> Result) rethrows -> (Double, Result) {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try body()
    return ((clock.now - start).inSeconds, result)
}
