extension FaultSchedule {
    /// A schedule of up to `size` faults and perhaps a death, early enough to matter to a run of a few cases.
    package static func random(
        using generator: inout some RandomNumberGenerator,
        size: Int,
        mayDie: Bool = true
    ) -> FaultSchedule {
        precondition(size >= 0, "a schedule has no negative size")
        var schedule = FaultSchedule()
        for _ in 0..<Int.random(in: 0...size, using: &generator) {
            if Int.random(in: 0..<3, using: &generator) == 0 {
                schedule.launches[.random(in: 1...6, using: &generator)] = .random(using: &generator)
            } else {
                schedule.calls[.random(in: 1...60, using: &generator)] = .random(using: &generator)
            }
        }
        if mayDie, Int.random(in: 0..<4, using: &generator) == 0 { schedule.death = .random(using: &generator) }
        return schedule
    }

    /// The schedules that lack one thing or one kind of thing; those that lack most come first.
    package var smaller: [FaultSchedule] {
        var candidates = [
            FaultSchedule(launches: launches, death: death), FaultSchedule(calls: calls, death: death),
            FaultSchedule(calls: calls, launches: launches),
        ]
        for number in calls.keys.sorted() {
            candidates.append(self)
            candidates[candidates.count - 1].calls[number] = nil
        }
        for number in launches.keys.sorted() {
            candidates.append(self)
            candidates[candidates.count - 1].launches[number] = nil
        }
        return candidates.filter { $0 != self }
    }
}

extension FaultSchedule.DeathPoint {
    fileprivate static func random(using generator: inout some RandomNumberGenerator) -> Self {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: .afterRecord(.random(in: 1...60, using: &generator))
        case 1: .beforeCreating(.random(in: 1...8, using: &generator))
        default: .afterCreating(.random(in: 1...8, using: &generator))
        }
    }
}

extension CallFault {
    fileprivate static func random(using generator: inout some RandomNumberGenerator) -> CallFault {
        let faults: [CallFault] = [
            .throttled, .serverFault, .lostBefore, .lostAfter, .capacity, .quota, .permission,
            .slow(.seconds(Int.random(in: 1...60, using: &generator))),
        ]
        return faults[Int.random(in: faults.indices, using: &generator)]
    }
}

extension LaunchFault {
    fileprivate static func random(using generator: inout some RandomNumberGenerator) -> LaunchFault {
        let clocks = SimulatedClock.allCases
        let faults: [LaunchFault] = [
            .diesWhileBooting, .neverReachable, .barred(.keyRefused), .barred(.otherHostKey),
            .slowToBoot(.seconds(Int.random(in: 10...600, using: &generator))),
            .reachableLate(.seconds(Int.random(in: 10...600, using: &generator))),
            .diesInCommand(.random(in: 1...12, using: &generator)),
            .rebootsInCommand(.random(in: 1...12, using: &generator)),
            .hangsInCommand(.random(in: 1...12, using: &generator)),
            .slowCommands(.random(in: 2...100, using: &generator)),
            .clock(clocks[Int.random(in: clocks.indices, using: &generator)]),
        ]
        return faults[Int.random(in: faults.indices, using: &generator)]
    }
}
