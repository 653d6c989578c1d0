import Crypto
import Testing

@Suite struct SHA1Tests {
    /// FIPS 180-2, appendix A, and the digest of nothing.
    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
    ])
    func `digests are those of the standard`(text: String, digest: String) {
        #expect(SHA1.digest(Array(text.utf8)).hexadecimal == digest)
    }

    /// RFC 2202, section 3, cases 1, 2, 3, 6 and 7, and the edge of a key without bytes.
    @Test(
        arguments: [
            (Array(repeating: 0x0B, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
            (Array("Jefe".utf8), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (
                Array(repeating: 0xAA, count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
                "aa4ae5e15272d00e95705637ce8a3b55ed402112"
            ),
            (
                Array(repeating: 0xAA, count: 80),
                "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
                "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"
            ),
            ([], "", "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"),
        ] as [([UInt8], String, String)]
    )
    func `keyed digests are those of the standard`(key: [UInt8], text: String, code: String) {
        #expect(SHA1.authenticate(Array(text.utf8), key: key).hexadecimal == code)
    }

    @Test func `a keyed digest of bytes that are no text is that of the standard`() {
        let code = SHA1.authenticate(Array(repeating: 0xDD, count: 50), key: Array(repeating: 0xAA, count: 20))
        #expect(code.hexadecimal == "125d7342b9ac11cd91a39af48aa17b4f63f175d3")
    }
}
