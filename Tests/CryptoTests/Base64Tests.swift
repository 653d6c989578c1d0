import Crypto
import Orchestration
import PTPTesting
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10, and both digits that are no letters.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("~~~???", "fn5+Pz8/"),
    ])
    func `texts are encoded as the standard says`(text: String, encoded: String) {
        #expect(Base64.encode(text) == encoded)
        #expect(Base64.decode(encoded) == text)
        #expect(Base64.decode(encoded.filter { $0 != "=" }) == text, "padding may be missing")
    }

    @Test(arguments: ["A", "AAAAA", "Zg=", "Z===", "Zg===", "=", "====", "Zm9v====", "Zg==Zg==", "=Zg=", "Z=g="])
    func `a text of impossible length or padding is none`(text: String) {
        #expect(Base64.bytes(text) == nil)
    }

    @Test(arguments: ["Zh==", "Zm9=", "Zh", "Zm 8=", "Zm-_", "Zm8\u{3D}\u{301}", "ü", "Zm9v\0"])
    func `a text with bits or characters that nobody wrote is none`(text: String) {
        #expect(Base64.bytes(text) == nil)
    }

    @Test func `line breaks are ignored wherever they are`() {
        #expect(Base64.decode("\r\nZm9v\nYm\r\nE\n=\n") == "fooba")
    }

    @Test func `any bytes come back, however the text is broken into lines`() async throws {
        try await checkProperty(
            "decoding undoes encoding",
            generate: { random in
                let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                    UInt8(truncatingIfNeeded: random.next())
                }
                return (bytes, Int.random(in: 1...80, using: &random))
            },
            refute: { (bytes: [UInt8], width: Int) in
                let text = Base64.encode(bytes)
                if text.utf8.count != (bytes.count + 2) / 3 * 4 { return "it has \(text.utf8.count) digits" }
                var lines = ""
                for (place, digit) in text.enumerated() { lines += place % width == 0 ? "\n\(digit)" : "\(digit)" }
                return Base64.bytes(lines) == bytes ? nil : "it comes back otherwise"
            }
        )
    }

    @Test func `what is decoded at all is encoded to the same text again`() async throws {
        let digits = Array("ABQgwz019+/=".utf8)
        try await checkProperty(
            "nothing is decoded that was not encoded",
            runs: 5_000,
            generate: { random in
                (0..<Int.random(in: 0...9, using: &random)).map { _ in digits[Int.random(in: 0..<12, using: &random)] }
            },
            refute: { digits in
                let text = String(decoding: digits, as: UTF8.self)
                guard let bytes = Base64.bytes(text) else { return nil }
                return Base64.encode(bytes).filter { $0 != "=" } == text.filter { $0 != "=" } ? nil : "\(text) is not"
            }
        )
    }
}
