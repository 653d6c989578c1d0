import Foundation
import IntegrationSupport
import Synchronization
import Testing

/// What machines of the lab are made of, and how much of the lab is wanted.
enum LabParts {
    static let folder = "\(EmulatorParts.root)/fixtures/clock-lab"
    /// Where the image is.
    static let cache = "\(EmulatorParts.root)/.build/clock-lab"
    /// Logs in to every machine that was given no other key.
    static let key = "\(cache)/image/id"

    /// Which scenarios are wanted, by name, or `1` for all of them: they take minutes, and most of two processors.
    static let wanted =
        ProcessInfo.processInfo.environment["PTP_LAB"].map { Set($0.split(separator: ",").map(String.init)) }
        ?? []
    static let areAllWanted = wanted == ["1"]

    /// By this variable a process knows that it is made to be killed.
    static let victim = "PTP_LAB_VICTIM"
    static let isVictim = ProcessInfo.processInfo.environment[victim] != nil

    /// Machines are emulated only where somebody wants them: beside other tests they would leave those no time.
    static let areWanted = !wanted.isEmpty || EmulatorParts.areRequired

    /// Makes the image, unless it is there; who comes meanwhile waits, because the script lets in one at a time.
    static func image() async throws {
        guard !isMade.withLock(\.self) else { return }
        let directory = try Directory()
        let end = try await directory.start("\(folder)/build", [], ["CLOCK_LAB_CACHE": cache]).end()
        guard end.code == 0 else { throw LabMachine.Failure(description: end.words) }
        isMade.withLock { $0 = true }
    }

    private static let isMade = Mutex(false)
}

extension Trait where Self == ConditionTrait {
    /// Skips where nobody wants emulated machines; where somebody does, a missing part is a failure.
    static var needsLab: Self { .enabled(if: LabParts.areWanted, "emulated machines take minutes: PTP_LAB=1") }

    /// Skips where only a part of the lab is wanted.
    static var needsWholeLab: Self { .enabled(if: LabParts.areAllWanted, "only with PTP_LAB=1") }
}
