import Files
import Orchestration
import SSH

extension Login {
    private static let agentVariable = "SSH_AUTH_SOCK"
    private static let usualKeys = ["id_ed25519", "id_ecdsa"]

    /// The means that a configuration names, or else those of whoever calls: an agent, or the usual key file.
    init(_ configuration: Configuration, environment: [String: String]) throws(RunError) {
        if let path = configuration.privateKeyPath.value {
            self = .key(try PrivateKey(file: path, configuration, environment))
        } else if let agent = environment[Self.agentVariable], !agent.isEmpty {
            self = .agent(path: agent)
        } else if let home = environment["HOME"],
            let path = Self.usualKeys.map({ "\(home)/.ssh/\($0)" }).first(where: { Files.permissions(of: $0) != nil })
        {
            self = .key(try PrivateKey(file: path, configuration, environment))
        } else {
            throw RunError(
                .configuration,
                attempt: "find a key to log in with",
                happened:
                    "private_key_path is not set, \(Self.agentVariable) names no agent, and there is no usual key",
                next: "Set private_key_path (PTP_PRIVATE_KEY_PATH), or start an agent with `ssh-add`."
            )
        }
    }
}

extension PrivateKey {
    /// A key is a few kilobytes; whatever is longer is something else.
    private static let longest = 64 << 10

    /// Reads a key file, and refuses one that cannot work or that a strict configuration does not allow.
    init(file path: String, _ configuration: Configuration, _ environment: [String: String]) throws(RunError) {
        let problem = { (happened: String, next: String) in
            RunError(.configuration, attempt: "use the private key \(path)", happened: happened, next: next)
        }
        if configuration.strict.value, let words = Self.exposure(of: path) {
            throw problem(words, "chmod 600 \(path); or leave strict out.")
        }
        let content: Secret
        do throws(FileError) { content = Secret(try Files.read(path, limit: Self.longest)) } catch {
            throw problem("\(error)", "Name a private key that you may read.")
        }
        let passphrase = environment[SecretVariable.passphrase.rawValue].map { Secret($0) }
        do throws(KeyProblem) { self = try PrivateKey(content, name: path, passphrase: passphrase) } catch {
            throw problem("\(error)", error.remedy)
        }
    }

    /// Who else may read a key file, in words; `nil` when nobody may.
    static func exposure(of path: String) -> String? {
        guard let mode = Files.permissions(of: path), mode & 0o077 != 0 else { return nil }
        return "others may read it (mode \(String(mode, radix: 8)))"
    }
}
