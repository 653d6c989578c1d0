internal import CLibCrypto

// The only file that talks to libcrypto.

/// SHA-256 and what is made of it.
package enum SHA256 {
    /// The length of a digest in bytes.
    package static let length = 32

    /// The digest of bytes.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: length) { digest, count in
            let done = unsafe EVP_Digest(bytes, bytes.count, digest.baseAddress, nil, EVP_sha256(), nil)
            precondition(done == 1, "libcrypto computes SHA-256 unless memory is at an end")
            count = length
        }
    }

    /// The keyed digest of bytes (HMAC, RFC 2104).
    package static func authenticate(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        precondition(key.count <= Int32.max, "a key is short")
        return unsafe [UInt8](unsafeUninitializedCapacity: length) { code, count in
            // A null key would mean the key of the call before.
            let key = key.isEmpty ? [0] : key
            let done = unsafe HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, code.baseAddress, nil)
            precondition(unsafe done != nil, "libcrypto computes HMAC unless memory is at an end")
            count = length
        }
    }
}

/// SHA-1, by which AWS's tools name the files of cached tokens: a name, no protection.
enum SHA1 {
    private static let length = 20

    /// The digest of bytes.
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: length) { digest, count in
            let done = unsafe EVP_Digest(bytes, bytes.count, digest.baseAddress, nil, EVP_sha1(), nil)
            precondition(done == 1, "libcrypto computes SHA-1 unless memory is at an end")
            count = length
        }
    }
}
