import Glibc

/// Ends the waiting of a thread that waits for descriptors: its sound is one of them.
///
/// The thread keeps the bell alive, so that nobody rings at a door that is gone.
package final class Bell: Sendable {
    private let ringing: Int32
    /// What becomes readable when somebody has rung.
    package let sound: Int32

    /// Hangs up a bell; `nil`, with the reason in `errno`, when no descriptor is left.
    package init?() {
        var ends: [2 of Int32] = [-1, -1]
        var span = ends.mutableSpan
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let made = unsafe span.withUnsafeMutableBufferPointer { unsafe socketpair(AF_UNIX, kind, 0, $0.baseAddress) }
        guard made == 0 else { return nil }
        (ringing, sound) = (ends[1], ends[0])
    }

    deinit {
        close(ringing)
        close(sound)
    }

    /// Makes the thread look around.
    package func ring() {
        // A socket that is full rings already.
        var tone: UInt8 = 0
        _ = unsafe write(ringing, &tone, 1)
    }

    /// Ends the sound; whatever was put down before a ring must be looked for after this.
    package func silence() {
        // Whoever has rung more often is heard again.
        var heard: UInt64 = 0
        _ = unsafe read(sound, &heard, MemoryLayout<UInt64>.size)
    }
}
