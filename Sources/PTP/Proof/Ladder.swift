package import Orchestration

/// The proof that a clock works, rung by rung; each needs the one before (DOMAIN d.1).
package struct Ladder: Sendable {
    let situation: Situation
    let thresholds: Thresholds
    /// What several rungs and figures rest on.
    let accuracy: Accuracy?
    private var standings: [Standing] = []

    package init(_ situation: Situation, thresholds: Thresholds = Thresholds()) {
        self.situation = situation
        self.thresholds = thresholds
        accuracy = Accuracy(situation)
        standings = Rung.allCases.map(judge)
    }

    private static let rungs = Rung.allCases

    var facts: HostFacts { situation.facts }

    /// How a rung stands.
    package func standing(_ rung: Rung) -> Standing {
        // The rungs are few: a search is faster than hashing.
        standings[Self.rungs.firstIndex(of: rung) ?? 0]
    }

    func held(_ rung: Rung) -> Bool { standing(rung).status == .held }

    func failed(_ rung: Rung) -> Bool { standing(rung).status == .failed }

    private func judge(_ rung: Rung) -> Standing {
        switch rung {
        case .declared: declared
        case .hardware: hardware
        case .driver: driver
        case .enabled: enabled
        case .device: device
        case .advances: advances
        case .followed: followed
        case .quality: quality
        case .bound: bound
        case .stability: stability
        case .counters: counters
        case .survives: survives
        }
    }

    /// The rungs as checks, each with the questions that it rests on.
    ///
    /// - Parameter asked: the ids of the evidence that there is; `nil` for all.
    package func checks(restingOn asked: Set<String>? = nil) -> [Check] {
        Rung.allCases.map { rung in
            let standing = standing(rung)
            return Check(
                id: rung.rawValue,
                title: rung.title,
                status: standing.status,
                detail: standing.detail,
                evidence: evidence(of: rung).filter { asked?.contains($0) != false }
            )
        }
    }

    private func evidence(of rung: Rung) -> [String] {
        guard rung == .survives, situation.afterReboot?.toDo != nil else { return rung.evidence }
        let probes: [Probe] = [.cloudInit, .module, .clocks, .symlink, .reading, .sources, .tracking]
        return rung.evidence + probes.map(HostRecord.idAfterReboot)
    }

    /// Rung 8: by what was seen after a reboot; what is written down proves nothing.
    private var survives: Standing {
        guard let after = situation.afterReboot else { return withoutReboot }
        guard let toDo = after.toDo else { return .unknown(after.problem) }
        let ladder = Ladder(situation.rebooted(after.facts), thresholds: thresholds)
        let lost = ([.driver, .enabled] + AfterReboot.rungs).filter(ladder.failed)
        let isLost = lost.contains(where: AfterReboot.rungs.contains)
        if isLost || !toDo.isEmpty {
            // What is missing then may still come.
            guard after.facts.cloudInit.value != .running else {
                return .unknown("after a reboot the boot did not end in time: cloud-init still runs")
            }
            let missing = isLost ? lost.prefix(1).map { ladder.standing($0).detail } : []
            let again = toDo.isEmpty ? [] : ["to be set up again: \(toDo.joined(separator: "; "))"]
            return .judged(false, "after a reboot \((missing + again).joined(separator: "; "))")
        }
        if let open = AfterReboot.rungs.first(where: { !ladder.held($0) }) {
            return .unknown("after a reboot \(ladder.standing(open).detail)")
        }
        return .judged(
            true,
            "after a reboot the clock is there, advances and is followed again, and nothing had to be set up"
        )
    }

    private var withoutReboot: Standing {
        let lines = facts.persisted.value?.lines ?? []
        let options = lines.filter { $0.holds("phc_enable") || $0.holds("enable_phc") }
        guard let option = options.first else { return .unknown("no reboot was tried") }
        return .unknown("no reboot was tried; what is written down for the next one: \(option)")
    }
}
