import AWS
import Orchestration
import SSH

/// Judges the key to log in with: the pair on EC2, and the file here.
struct KeyCheck {
    let configuration: Configuration
    let environment: [String: String]
    let pairs: [AccountView.Named<[String]>]

    var findings: [PreflightFinding] { pairs.flatMap(pair) + file }

    private func pair(_ named: AccountView.Named<[String]>) -> [PreflightFinding] {
        switch named.look {
        case .failure(let error): return error.unseen(.key, named.name)
        case .success(let found):
            guard found.contains(named.name) else {
                let remedy = "Check key_name and the region, or import the key there."
                return [.problem(.key, named.name, "there is no such key pair", remedy)]
            }
            return [.ok(.key, named.name, "the key pair is there")]
        }
    }

    /// Without a file, the key that EC2 puts on the instances must be somewhere else.
    private var otherMeans: PreflightFinding {
        do {
            switch try Login(configuration, environment: environment) {
            case .key(let key): return .ok(.key, key.name, "this key is used, for want of another")
            case .agent(let path):
                return .ok(.key, path, "this agent is asked for the key of \(configuration.keyName.value ?? "")")
            }
        } catch {
            let remedy = "Set private_key_path to the file with its private half, or add it to an agent."
            return .problem(.key, "private_key_path", "key_name is given, but not where its key is", remedy)
        }
    }

    private var file: [PreflightFinding] {
        guard let path = configuration.privateKeyPath.value else {
            return configuration.keyName.value == nil ? [] : [otherMeans]
        }
        do { _ = try PrivateKey(file: path, configuration, environment) } catch {
            return [.problem(.key, path, error.happened, error.next)]
        }
        // Without a pair of EC2, instances learn the public half from the file beside it.
        if configuration.keyName.value == nil {
            do { _ = try LoginKey(configuration) } catch {
                let (found, remedy) = (error as? RunError).map { ($0.happened, $0.next) } ?? ("\(error)", "")
                return [.problem(.key, "\(path).pub", found, remedy)]
            }
        }
        guard let words = PrivateKey.exposure(of: path) else {
            return [.ok(.key, path, "a private key that only its owner may read")]
        }
        return [.warning(.key, path, words, "chmod 600 \(path)")]
    }
}
