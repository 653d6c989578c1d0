public import Orchestration
import Synchronization

/// The lines of a journal in memory; can be full, as disks can.
public final class MemoryJournal: JournalStorage {
    private struct State {
        var bytes: [UInt8] = []
        var durableBytes = 0
        var appends = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// Storage that takes so many appends, and fails from then on.
    public init(failingAfter appends: Int = .max) {
        capacity = appends
    }

    /// What was written so far.
    public var bytes: [UInt8] { state.withLock(\.bytes) }
    /// What would be left if the machine died now and the disk kept only what it had to.
    public var durableBytes: [UInt8] { state.withLock { Array($0.bytes.prefix($0.durableBytes)) } }
    /// How often something was to be written, refused ones included.
    public var appends: Int { state.withLock(\.appends) }

    /// Adds bytes, or fails when it is full.
    public func append(_ bytes: [UInt8], durable: Bool) throws(JournalError) {
        let isFull = state.withLock { state in
            state.appends += 1
            guard state.appends <= capacity else { return true }
            state.bytes += bytes
            if durable { state.durableBytes = state.bytes.count }
            return false
        }
        if isFull { throw .notWritable(path: "memory", reason: "no space left") }
    }
}
