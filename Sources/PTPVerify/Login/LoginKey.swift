import Files
import Orchestration
import SSH

/// What proves to instances who we are.
enum LoginKey: Sendable {
    /// A pair that is made for the run.
    case throwAway(ThrowAwayKey)
    /// A pair whose public half instances learn by user data.
    case given(authorizedKey: String)
    /// A pair whose public half EC2 puts on the instances.
    case known(name: String)

    /// The pair that a configuration asks for.
    init(_ configuration: Configuration) throws {
        if let name = configuration.keyName.value {
            self = .known(name: name)
        } else if let path = configuration.privateKeyPath.value {
            self = .given(authorizedKey: try Self.publicHalf(of: path))
        } else {
            self = .throwAway(ThrowAwayKey(comment: "ptp-verify"))
        }
    }

    /// What instances learn by user data.
    var authorizedKey: String? {
        switch self {
        case .throwAway(let pair): pair.authorizedKey
        case .given(let line): line
        case .known: nil
        }
    }

    /// How to log in with it.
    func login(_ configuration: Configuration, environment: [String: String]) throws -> Login {
        guard case .throwAway(let pair) = self else { return try Login(configuration, environment: environment) }
        return .key(try PrivateKey(pair.privateFile, name: "the key that was made for this run"))
    }

    /// OpenSSH keeps it in a file beside the private one.
    private static func publicHalf(of path: String) throws -> String {
        let problem = { (happened: String) in
            RunError(
                .configuration,
                attempt: "read the public half of the key \(path)",
                happened: happened,
                next: "Make it with `ssh-keygen -y -f \(path) > \(path).pub`, or name a key pair of EC2 with key_name."
            )
        }
        let text: String
        do { text = String(decoding: try Files.read("\(path).pub", limit: 16_384), as: UTF8.self) } catch {
            throw problem("\(error)")
        }
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        guard ["ssh-", "ecdsa-", "sk-"].contains(where: line.hasPrefix), line.split(separator: " ").count >= 2 else {
            throw problem("\(path).pub is no public key")
        }
        return line
    }
}
