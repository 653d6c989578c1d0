import AWS
import Crypto

/// A secret that can be told from everything else: where it turns up, secrets get out.
enum Canary {
    static let text = "canary-7f3a19c4-private-key-of-a-host"

    /// What an instance is given at boot, with the secret in it.
    static let bootScript = "echo \(text) > /etc/ssh/ssh_host_ed25519_key\n"

    /// The secret as it is, as it travels in user data whatever stands before it, and the rest of the user data.
    private static let forms =
        [text, "systemd-run --no-block", "ssh_host_ed25519_key"]
        + (0..<3).map { shift in
            let encoded = Base64.encode(String(repeating: "x", count: shift) + text)
            return String(encoded.dropFirst(shift == 0 ? 0 : 4).dropLast(4))
        }

    /// Whether the secret can be read there.
    static func isIn(_ bytes: [UInt8]) -> Bool {
        let words = String(decoding: bytes, as: UTF8.self)
        return forms.contains { words.contains($0) }
    }
}
