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
        unsafe keyedDigest(EVP_sha256(), length, bytes, key)
    }
}

/// SHA-1, for names: AWS's tools so name the files of cached tokens, OpenSSH hides so the hosts that it knows.
package enum SHA1 {
    private static let length = 20

    /// The digest of bytes.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: length) { digest, count in
            let done = unsafe EVP_Digest(bytes, bytes.count, digest.baseAddress, nil, EVP_sha1(), nil)
            precondition(done == 1, "libcrypto computes SHA-1 unless memory is at an end")
            count = length
        }
    }

    /// The keyed digest of bytes (HMAC, RFC 2104).
    package static func authenticate(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        unsafe keyedDigest(EVP_sha1(), length, bytes, key)
    }
}

private func keyedDigest(_ kind: OpaquePointer?, _ length: Int, _ bytes: [UInt8], _ key: [UInt8]) -> [UInt8] {
    precondition(key.count <= Int32.max, "a key is short")
    return unsafe [UInt8](unsafeUninitializedCapacity: length) { code, count in
        // A null key would mean the key of the call before.
        let key = key.isEmpty ? [0] : key
        let done = unsafe HMAC(kind, key, Int32(key.count), bytes, bytes.count, code.baseAddress, nil)
        precondition(unsafe done != nil, "libcrypto computes HMAC unless memory is at an end")
        count = length
    }
}

/// A fresh pair of keys of the kind Ed25519 (RFC 8032).
package struct Ed25519Pair: Sendable {
    private static let length = 32

    /// From which the private key follows; whoever has used it wipes it.
    package var seed: [UInt8]
    /// What everybody may know.
    package let publicKey: [UInt8]

    /// Takes a pair from libcrypto's random numbers.
    package init() {
        let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil)
        var key: OpaquePointer?
        defer {
            unsafe EVP_PKEY_free(key)
            unsafe EVP_PKEY_CTX_free(context)
        }
        let isMade = unsafe EVP_PKEY_keygen_init(context) == 1 && EVP_PKEY_keygen(context, &key) == 1
        precondition(isMade, "libcrypto makes keys unless it has no random numbers")
        seed = unsafe Self.bytes { unsafe EVP_PKEY_get_raw_private_key(key, $0, $1) }
        publicKey = unsafe Self.bytes { unsafe EVP_PKEY_get_raw_public_key(key, $0, $1) }
    }

    private static func bytes(
        _ read: (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>) -> Int32
    ) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = length
            let isRead = unsafe read(buffer.baseAddress, &count) == 1 && count == length
            precondition(isRead, "a key of this kind has \(length) bytes")
        }
    }
}
