import Crypto
import SSH

/// A key that is one only by its form.
func makeKey(_ number: UInt8, _ kind: HostKey.Kind = .ed25519) throws -> HostKey {
    let bytes = [UInt8](repeating: number, count: 32)
    let parts = kind == .ed25519 ? [bytes] : [[1, 0, 1], bytes]
    guard let key = HostKey(blob: ([Array(kind.rawValue.utf8)] + parts).flatMap { Wire.string($0) }) else {
        throw KeyProblem(.unknownKind)
    }
    return key
}

extension HostKey {
    /// The key as files have it.
    var line: String { "\(kind.rawValue) \(Base64.encode(blob))" }
}
