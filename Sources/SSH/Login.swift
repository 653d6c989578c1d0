public import Orchestration
import Synchronization

/// By what means we prove who we are.
public enum Login: Sendable {
    /// A private key in memory.
    case key(PrivateKey)
    /// Whatever keys the agent at this path offers (`SSH_AUTH_SOCK`).
    case agent(path: String)
}

/// A private key as it lies in a file, and what opens it.
public struct PrivateKey: Sendable {
    /// Where it is from, for errors.
    public let name: String
    let content: Secret
    let passphrase: Secret?

    /// Takes a key.
    ///
    /// - Throws: `KeyProblem` for what cannot be used, before anybody is connected to.
    public init(_ content: Secret, name: String, passphrase: Secret? = nil) throws(KeyProblem) {
        self.name = name
        self.content = content
        self.passphrase = passphrase
        let form = try content.reveal { (bytes) throws(KeyProblem) in try KeyForm(bytes) }
        if form.isEncrypted, passphrase?.isEmpty ?? true { throw KeyProblem(.encrypted) }
        if form.kind == .rsa, !LibSSH2.signsRSAWithSHA2 { throw KeyProblem(.rsaWithOldLibrary) }
    }
}

/// Why a private key cannot be used.
public struct KeyProblem: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, CaseIterable {
        case empty, publicHalf, truncated, noKey, unknownKind, encrypted, rsaWithOldLibrary
    }

    package let kind: Kind

    package init(_ kind: Kind) { self.kind = kind }

    public var description: String {
        switch kind {
        case .empty: "it is empty"
        case .publicHalf: "it is the public half"
        case .truncated: "it is cut off or damaged"
        case .noKey: "it holds no private key"
        case .unknownKind: "it is of a kind that is not known here"
        case .encrypted: "it is encrypted, and no passphrase is given"
        case .rsaWithOldLibrary:
            "it is an RSA key, and libssh2 \(LibSSH2.version) signs with RSA in a way that OpenSSH refuses since 8.8"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch kind {
        case .empty, .noKey: "Name a private key in the format of OpenSSH or PEM."
        case .publicHalf: "Name the file without .pub."
        case .truncated: "Copy it again from where it is whole."
        case .unknownKind: "Use an Ed25519 or an ECDSA key: `ssh-keygen -t ed25519`."
        case .encrypted: "Set PTP_PRIVATE_KEY_PASSPHRASE, or add the key to an agent and leave private_key_path out."
        case .rsaWithOldLibrary:
            "Use an Ed25519 or an ECDSA key (`ssh-keygen -t ed25519`); or give no key, so that one is made for the "
                + "run; or install libssh2 1.11 or newer."
        }
    }
}

/// A signature on its way: libssh2 asks for it in the middle of a step, and somebody else makes it.
final class Signing: Sendable {
    /// What can be said to who wants a signature.
    enum Answer {
        case made([UInt8])
        case pending
        case refused
    }

    private struct State {
        var pending: [UInt8]?
        /// The signature of what was asked for; `nil` where nobody wants to make one.
        var made: (data: [UInt8], signature: [UInt8]?)?
    }

    private let state = Mutex(State())

    /// The signature of this, if it is made already; otherwise it is asked for.
    func answer(to data: [UInt8]) -> Answer {
        state.withLock { state in
            if let made = state.made, made.data == data { return made.signature.map { .made($0) } ?? .refused }
            state.pending = data
            return .pending
        }
    }

    /// What is to be signed, once.
    func takePending() -> [UInt8]? {
        state.withLock { state in
            defer { state.pending = nil }
            return state.pending
        }
    }

    /// Puts down the signature of what was asked for; `nil` is a no.
    func put(_ signature: [UInt8]?, of data: [UInt8]) { state.withLock { $0.made = (data, signature) } }
}
