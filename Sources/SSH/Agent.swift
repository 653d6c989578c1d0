import Glibc
import Orchestration
import Shell

/// A conversation with an SSH agent (draft-miller-ssh-agent): it signs, and keeps its keys to itself.
struct Agent: ~Copyable {
    /// A key that the agent can sign with.
    struct Identity {
        let blob: [UInt8]
        let comment: String

        var kind: HostKey.Kind? { HostKey(blob: blob)?.kind }
    }

    private enum Message {
        static let requestIdentities: UInt8 = 11
        static let identities: UInt8 = 12
        static let signRequest: UInt8 = 13
        static let signature: UInt8 = 14
    }

    /// No agent answers with more.
    private static let longest = 256 * 1024
    private static let rsaSHA512: UInt32 = 4

    private let path: String
    private let socket: Socket
    private let thread: SessionThread
    private let deadline: Timestamp

    /// Begins to talk.
    init(at path: String, on thread: SessionThread, until deadline: Timestamp) throws(ShellError) {
        socket = try Self.socket(at: path)
        self.path = path
        self.thread = thread
        self.deadline = deadline
    }

    private static func socket(at path: String) throws(ShellError) -> Socket {
        guard let address = NetworkAddress(path: path) else {
            throw ShellError(.unable, "\(path) cannot be the path of an agent; check SSH_AUTH_SOCK")
        }
        do throws(SocketError) { return try Socket.connecting(to: address) } catch {
            let words = error.shellError(reaching: "the agent at \(path)").message
            throw ShellError(.unable, "\(words); start one, or name a key with private_key_path")
        }
    }

    /// The keys that it offers.
    func identities() async throws(ShellError) -> [Identity] {
        var answer = WireReader(try await ask([Message.requestIdentities]))
        guard answer.byte() == Message.identities, let count = answer.number() else { throw misunderstood }
        var found: [Identity] = []
        for _ in 0..<count {
            guard let blob = answer.string(), let comment = answer.string() else { throw misunderstood }
            found.append(Identity(blob: blob, comment: String(decoding: comment, as: UTF8.self)))
        }
        return found
    }

    /// A signature with one of its keys, without the name of its kind; `nil` when the agent does not want to.
    func sign(_ data: [UInt8], with identity: Identity) async throws(ShellError) -> [UInt8]? {
        let flags = identity.kind == .rsa ? Self.rsaSHA512 : 0
        let request = [Message.signRequest] + Wire.string(identity.blob) + Wire.string(data) + Wire.number(flags)
        var answer = WireReader(try await ask(request))
        guard answer.byte() == Message.signature, let signature = answer.string() else { return nil }
        var parts = WireReader(signature)
        guard parts.string() != nil, let raw = parts.string() else { throw misunderstood }
        return raw
    }

    private var misunderstood: ShellError { ShellError(.unable, "the agent at \(path) does not speak as agents do") }

    private var hungUp: ShellError { ShellError(.unable, "the agent at \(path) hung up") }

    private func ask(_ message: [UInt8]) async throws(ShellError) -> [UInt8] {
        var rest = Wire.string(message)[...]
        while !rest.isEmpty {
            switch socket.send(rest) {
            case .some(0): throw hungUp
            case .some(let sent): rest = rest.dropFirst(sent)
            case nil: try await wait(for: .writing)
            }
        }
        var length = WireReader(try await receive(4))
        guard let count = length.number(), count <= Self.longest else { throw misunderstood }
        return try await receive(Int(count))
    }

    private func receive(_ count: Int) async throws(ShellError) -> [UInt8] {
        var received: [UInt8] = []
        while received.count < count {
            guard let more = socket.receive(atMost: count - received.count) else {
                try await wait(for: .reading)
                continue
            }
            guard !more.isEmpty else { throw hungUp }
            received += more
        }
        return received
    }

    private func wait(for interest: SessionThread.Interest) async throws(ShellError) {
        switch await thread.wait(for: interest, of: socket.descriptor, until: deadline) {
        case .ready: break
        case .late: throw ShellError(.timedOut, "the agent at \(path) did not answer in time")
        case .cancelled: throw .cancelled("the agent at \(path)")
        }
    }
}

extension Socket {
    /// Sends what can be sent now; how much that was, `nil` when nothing can be sent yet, 0 when nobody listens.
    fileprivate func send(_ bytes: ArraySlice<UInt8>) -> Int? {
        let sent = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if sent < 0, errno == EAGAIN || errno == EWOULDBLOCK { return nil }
        return max(0, sent)
    }

    /// Receives what is there; `nil` when nothing is there yet, empty at the end.
    fileprivate func receive(atMost count: Int) -> [UInt8]? {
        var failed = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let received = unsafe recv(descriptor, buffer.baseAddress, count, 0)
            failed = received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)
            filled = max(0, received)
        }
        return failed ? nil : bytes
    }
}
