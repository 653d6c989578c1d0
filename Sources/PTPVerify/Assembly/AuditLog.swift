import AWS
import Files
import Synchronization

/// The record of every call of AWS that a run makes: `audit.jsonl` of its directory.
///
/// The first calls are made before there is a directory: they wait until there is one.
final class AuditLog: CallObserver {
    private enum Place {
        case waiting([UInt8])
        case file(AppendOnlyFile)
    }

    private let place = Mutex<Place>(.waiting([]))

    func observe(_ attempt: CallAttempt) {
        place.withLock { place in
            switch place {
            case .waiting(let lines): place = .waiting(lines + attempt.line)
            // What cannot be audited is done all the same: it may be the removal of what costs money.
            case .file(let file): try? file.append(attempt.line, durable: false)
            }
        }
    }

    /// From now on all is written to a file, beginning with what waited.
    func write(to path: String) throws {
        let file = try AppendOnlyFile(path)
        try place.withLock { place in
            if case .waiting(let lines) = place { try file.append(lines, durable: false) }
            place = .file(file)
        }
    }
}
