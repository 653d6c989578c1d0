import Crypto

extension AWSError {
    /// So many characters in a row are no coincidence.
    private static let telling = 16

    /// The same error without AWS's words where they quote a secret of the request, such as its user data.
    ///
    /// EC2 quotes what it does not like, and its words end up in journals and reports.
    package func withholding(_ secret: String) -> AWSError {
        let quotable = [secret, Base64.encode(secret)].map { Array($0.utf8) }
        guard Self.quotes(Array(message.utf8), quotable) else { return self }
        let reason = "(EC2's words are withheld because they quote the user data)"
        return AWSError(code: code, message: reason, action: action, requestID: requestID, status: status)
    }

    private static func quotes(_ words: [UInt8], _ secrets: [[UInt8]]) -> Bool {
        var pieces: Set<ArraySlice<UInt8>> = []
        for secret in secrets {
            // A secret that is shorter than a piece is its own only piece.
            pieces.insert(secret.prefix(telling))
            for start in stride(from: 0, through: secret.count - telling, by: 1) {
                pieces.insert(secret[start..<(start + telling)])
            }
        }
        pieces.remove([])
        let lengths = Set(pieces.map(\.count))
        return lengths.contains { length in
            stride(from: 0, through: words.count - length, by: 1).contains {
                pieces.contains(words[$0..<($0 + length)])
            }
        }
    }
}
