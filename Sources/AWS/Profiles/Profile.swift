/// What the shared files say under one name.
struct Profile: Sendable {
    /// The name that users say.
    let name: String
    /// What the config file says; `nil` where it does not have the profile.
    let config: [String: String]?
    /// What the credentials file says.
    let credentials: [String: String]
    /// The config file as it is shown.
    let configFile: String
    /// The credentials file as it is shown.
    let credentialsFile: String

    /// A property: the credentials file's goes before the config file's; an empty one counts as none.
    subscript(key: String) -> String? {
        [credentials[key], config?[key]].lazy.compactMap(\.self).first { !$0.isEmpty }
    }

    /// The profile with the file that a property stands in, in words.
    func place(of key: String) -> String {
        let isInCredentials = !(credentials[key] ?? "").isEmpty || config == nil
        return "profile \(name) of \(isInCredentials ? credentialsFile : configFile)"
    }

    /// The profile with its file, in words.
    var place: String { "profile \(name) of \(config == nil ? credentialsFile : configFile)" }
}

extension Profile {
    /// The three properties of static keys.
    struct Keys {
        let id: String?
        let secret: String?
        let token: String?
        let place: String
    }

    /// The keys that stand in the profile, complete or not; those of two files are never mixed.
    var keys: Keys? {
        for (values, file) in [(credentials, credentialsFile), (config ?? [:], configFile)] {
            let find = { (key: String) in values[key].flatMap { $0.isEmpty ? nil : $0 } }
            let keys = Keys(
                id: find("aws_access_key_id"),
                secret: find("aws_secret_access_key"),
                token: find("aws_session_token") ?? find("aws_security_token"),
                place: "profile \(name) of \(file)"
            )
            if keys.id != nil || keys.secret != nil { return keys }
        }
        return nil
    }
}
