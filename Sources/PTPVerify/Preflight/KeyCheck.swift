import AWS
import Files
import Orchestration

/// Judges the key to log in with: the pair on EC2, and the file here.
struct KeyCheck {
    let configuration: Configuration
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

    private var file: [PreflightFinding] {
        guard let path = configuration.privateKeyPath.value else {
            guard configuration.keyName.value != nil else { return [] }
            let remedy = "Set private_key_path to the file with its private half."
            return [.warning(.key, "private_key_path", "key_name is given, but not where its key is", remedy)]
        }
        let content: [UInt8]
        do throws(FileError) { content = try Files.read(path, limit: 64 << 10) } catch {
            return [.problem(.key, path, "\(error)", "Name a private key that you may read.")]
        }
        let text = String(decoding: content.prefix(64), as: UTF8.self)
        guard text.hasPrefix("-----BEGIN "), text.contains("PRIVATE KEY-----") else {
            let isPublic = ["ssh-", "ecdsa-", "sk-"].contains { text.hasPrefix($0) } || text.contains("PUBLIC KEY")
            let remedy = isPublic ? "Name the file without .pub." : "Name a key in the format of OpenSSH or PEM."
            return [.problem(.key, path, isPublic ? "it is the public half" : "it holds no private key", remedy)]
        }
        // Without a pair of EC2, instances learn the public half from the file beside it.
        if configuration.keyName.value == nil {
            do { _ = try LoginKey(configuration) } catch {
                let (found, remedy) = (error as? RunError).map { ($0.happened, $0.next) } ?? ("\(error)", "")
                return [.problem(.key, "\(path).pub", found, remedy)]
            }
        }
        guard let mode = Files.permissions(of: path), mode & 0o077 != 0 else {
            return [.ok(.key, path, "a private key that only its owner may read")]
        }
        let words = "others may read it (mode \(String(mode, radix: 8)))"
        return [.warning(.key, path, words, "chmod 600 \(path)")]
    }
}
