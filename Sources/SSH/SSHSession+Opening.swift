import Orchestration
import Shell

extension SSHSession {
    /// Agrees on keys, makes sure who the host is, and proves who we are.
    func open(
        trusting trust: any HostKeyTrust,
        as login: Login,
        until deadline: Timestamp
    ) async throws(ShellError) -> HostIdentity {
        try await shakeHands(until: deadline)
        guard let key = handle.hostKey else {
            throw ShellError(.keyExchangeFailed, "\(endpoint): the host has a key of a kind that is not known here")
        }
        let identity: HostIdentity
        switch await trust.judge(key, of: endpoint) {
        case .trusted(let reason):
            identity = HostIdentity(kind: key.kind.rawValue, fingerprint: key.fingerprint, trust: reason)
        case .refused(let reason):
            throw ShellError(
                .hostKeyMismatch,
                "\(endpoint) answers with \(key.kind.rawValue) \(key.fingerprint): \(reason)"
            )
        }
        switch login {
        case .key(let key): try await authenticate(with: key, until: deadline)
        case .agent(let path): try await authenticate(byAgentAt: path, until: deadline)
        }
        return identity
    }

    /// How long the other side may take until it speaks first, as SSH servers do; others wait to be spoken to.
    private static let patienceWithSilence = Duration.milliseconds(200)

    private func shakeHands(until deadline: Timestamp) async throws(ShellError) {
        var greeting: [UInt8] = []
        do throws(Interruption) {
            try await awaitGreeting(until: min(deadline, surroundings.clock.now + Self.patienceWithSilence))
            while true {
                // Before libssh2 takes it away.
                if greeting.isEmpty { greeting = handle.greeting }
                let done: Void?
                do throws(LibSSH2Failure) { done = try handle.shakeHands() } catch { throw .failure(error) }
                if done != nil { return }
                try await waitForNetwork(until: deadline)
            }
        } catch {
            throw explain(error, doing: "agree on keys", greeting: greeting)
        }
    }

    private func awaitGreeting(until moment: Timestamp) async throws(Interruption) {
        do throws(Interruption) {
            try await waitForNetwork(until: moment)
        } catch {
            guard case .late = error else { throw error }
        }
    }

    // MARK: - Who we are

    private func authenticate(with key: PrivateKey, until deadline: Timestamp) async throws(ShellError) {
        let user = endpoint.user
        do throws(LibSSH2Failure) {
            if try handle.authenticate(user, with: key.content, passphrase: key.passphrase) != nil { return }
        } catch {
            // Before it asks the host for anything, libssh2 opens the key.
            if error.isAuthentication || error.isConnection {
                throw explain(.failure(error), doing: "log in with \(key.name)")
            }
            let remedy = key.passphrase == nil ? "Check that the file is whole" : "Check its passphrase"
            throw ShellError(.unable, "\(key.name) cannot be opened: \(error.words) (libssh2 \(error.code)). \(remedy)")
        }
        do throws(Interruption) {
            try await complete(until: deadline) { (handle) throws(LibSSH2Failure) in
                try handle.authenticate(user, with: key.content, passphrase: key.passphrase)
            }
        } catch {
            throw explain(error, doing: "log in with \(key.name)")
        }
    }

    private func authenticate(byAgentAt path: String, until deadline: Timestamp) async throws(ShellError) {
        let agent = try Agent(at: path, on: thread, until: deadline)
        var tried: [String] = []
        for identity in try await agent.identities() {
            guard let kind = identity.kind else { continue }
            if kind == .rsa, !LibSSH2.signsRSAWithSHA2 {
                tried.append("\(identity.comment) (\(KeyProblem(.rsaWithOldLibrary)))")
                continue
            }
            tried.append(identity.comment)
            do throws(ShellError) {
                if try await authenticate(with: identity, of: agent, until: deadline) { return }
            } catch {
                guard error.kind == .connectionLost, tried.count > 1 else { throw error }
                throw ShellError(
                    .authenticationRefused,
                    "\(endpoint) hung up after \(tried.count) keys of the agent at \(path), as hosts do that allow "
                        + "only so many (MaxAuthTries): name the right one with private_key_path"
                )
            }
        }
        let keys =
            tried.isEmpty
            ? "it has no key that can be used" : "none of its keys helped: " + tried.joined(separator: ", ")
        throw ShellError(.authenticationRefused, "\(endpoint): asked the agent at \(path), but \(keys)")
    }

    /// Whether the host lets us in with a key of the agent.
    private func authenticate(
        with identity: Agent.Identity,
        of agent: borrowing Agent,
        until deadline: Timestamp
    ) async throws(ShellError) -> Bool {
        let signing = Signing()
        let user = endpoint.user
        while true {
            do throws(LibSSH2Failure) {
                if try handle.authenticate(user, publicKey: identity.blob, signing) != nil { return true }
            } catch {
                if error.isAuthentication { return false }
                throw explain(.failure(error), doing: "log in with the agent's \(identity.comment)")
            }
            if let data = signing.takePending() {
                signing.put(try await agent.sign(data, with: identity), of: data)
            } else {
                do throws(Interruption) { try await waitForNetwork(until: deadline) } catch {
                    throw explain(error, doing: "log in with the agent's \(identity.comment)")
                }
            }
        }
    }

    // MARK: - Words

    /// What an interruption means for whoever wanted a shell; the only place that knows libssh2's codes by class.
    func explain(_ interruption: Interruption, doing what: String, greeting: [UInt8] = []) -> ShellError {
        let attempt = "\(endpoint): could not \(what)"
        let isOtherProtocol = !greeting.isEmpty && !greeting.starts(with: Array("SSH-".utf8))
        let failure: LibSSH2Failure
        switch interruption {
        case .cancelled: return .cancelled("\(endpoint)")
        case .late:
            if isOtherProtocol { return notSSH(greeting) }
            return ShellError(.timedOut, "\(attempt): no answer in time")
        case .failure(let reason): failure = reason
        }
        if isOtherProtocol { return notSSH(greeting) }
        let words = "\(attempt): \(failure.words) (libssh2 \(failure.code))"
        if failure.isAuthentication { return ShellError(.authenticationRefused, words) }
        if failure.isKeyUnusable { return ShellError(.unable, words) }
        if failure.isKeyExchange {
            return ShellError(
                .keyExchangeFailed,
                "\(words); libssh2 \(LibSSH2.version) may be too old for the host's keys"
            )
        }
        if failure.isChannelRefused { return ShellError(.commandRefused, words) }
        return ShellError(.connectionLost, words)
    }

    private func notSSH(_ greeting: [UInt8]) -> ShellError {
        let line = greeting.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }.prefix(80)
        let printable = line.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }
        return ShellError(
            .notSSH,
            "\(endpoint): whoever answers there does not speak SSH: \"\(String(decoding: printable, as: UTF8.self))\""
        )
    }
}
