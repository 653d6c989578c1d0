/// The form in which AWS and SSH put bytes into text (RFC 4648, section 4).
package enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Encodes a text's UTF-8.
    package static func encode(_ text: String) -> String { encode(Array(text.utf8)) }

    /// Encodes bytes.
    package static func encode(_ bytes: [UInt8]) -> String { String(decoding: digits(of: bytes), as: UTF8.self) }

    /// Encodes bytes, for those who wipe what they wrote.
    package static func digits(of bytes: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = (0..<3).reduce(0) { $0 << 8 | (group.count > $1 ? Int(group[start + $1]) : 0) }
            for place in 0..<4 {
                encoded.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return encoded
    }

    /// Decodes a text, line breaks ignored; `nil` for what is no base 64.
    ///
    /// What is no UTF-8 in it is replaced.
    package static func decode(_ text: String) -> String? { bytes(text).map { String(decoding: $0, as: UTF8.self) } }

    /// The bytes of a text, line breaks ignored; `nil` for what is no base 64.
    ///
    /// Padding may be missing; what is there must be right, so that a text that was cut or mixed up is noticed.
    package static func bytes(_ text: String) -> [UInt8]? { bytes(of: Array(text.utf8)) }

    /// The bytes of a text, for those who wipe what they read: there is no other copy.
    package static func bytes(of text: [UInt8]) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var bits = 0
        var count = 0
        var length = 0
        var padding = 0
        for byte in text where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
            length += 1
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = digits.firstIndex(of: byte) else { return nil }
            bits = bits << 6 | value
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            decoded.append(UInt8(bits >> count & 255))
            bits &= (1 << count) - 1
        }
        let isPaddedRight = padding == 0 || padding <= 2 && length.isMultiple(of: 4)
        return isPaddedRight && count < 6 && bits == 0 ? decoded : nil
    }
}
