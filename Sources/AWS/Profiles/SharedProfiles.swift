/// The shared config and credentials files, read together.
struct SharedProfiles: Sendable {
    private let config: ProfileFile
    private let credentials: ProfileFile
    private let configPath: SharedPath
    private let credentialsPath: SharedPath

    /// Reads both files; one that is not there is empty.
    init(in surroundings: AWSSurroundings) throws(CredentialError) {
        configPath = SharedPath("AWS_CONFIG_FILE", or: ".aws/config", in: surroundings)
        credentialsPath = SharedPath("AWS_SHARED_CREDENTIALS_FILE", or: ".aws/credentials", in: surroundings)
        config = try Self.read(configPath, in: surroundings)
        credentials = try Self.read(credentialsPath, in: surroundings)
    }

    /// The profile of a name, if either file has it.
    func find(_ name: String) -> Profile? {
        let values = section("profile", name)
        // In the config file `[default]` is the older spelling of `[profile default]`.
        let config = values ?? (name == "default" ? self.config.sections["default"] : nil)
        let credentials = self.credentials.sections[Self.spaced(name)]
        guard config != nil || credentials != nil else { return nil }
        return Profile(
            name: name,
            config: config,
            credentials: credentials ?? [:],
            configFile: configPath.shown,
            credentialsFile: credentialsPath.shown
        )
    }

    /// The profile of a name that somebody wrote down, who is told when there is none.
    func profile(_ name: String, namedBy origin: String) throws(CredentialError) -> Profile {
        if let profile = find(name) { return profile }
        let known = names.isEmpty ? "they hold no profile" : "they hold \(names.joined(separator: ", "))"
        throw CredentialError(
            attempt: "use profile \(name), named by \(origin)",
            happened: "\(places) have no such profile; \(known)",
            next: "Correct the name, or add the profile with `aws configure --profile \(name)`."
        )
    }

    /// The properties of a named session of the single sign-on.
    func session(_ name: String) -> [String: String]? { section("sso-session", name) }

    /// The properties of a named section of services, those of each service behind its name: `ec2.endpoint_url`.
    func services(_ name: String) -> [String: String]? { section("services", name) }

    /// All profiles, sorted.
    var names: [String] {
        let named = config.sections.keys.compactMap { header in
            header == "default" ? header : Self.name(in: header, after: "profile")
        }
        return Set(named).union(credentials.sections.keys).sorted()
    }

    /// Both files, in words.
    var places: String { "\(configPath.words(config)) and \(credentialsPath.words(credentials))" }

    /// The config file as it is shown.
    var configFile: String { configPath.shown }
}

extension SharedProfiles {
    private func section(_ kind: String, _ name: String) -> [String: String]? {
        config.sections.first { Self.name(in: $0.key, after: kind) == Self.spaced(name) }?.value
    }

    /// The name in `profile name`, which may stand in quotation marks.
    private static func name(in header: String, after kind: String) -> String? {
        guard header.hasPrefix(kind + " ") else { return nil }
        let name = header.dropFirst(kind.count + 1)
        guard name.count > 1, let quote = name.first, "\"'".contains(quote), name.last == quote else {
            return String(name)
        }
        return String(name.dropFirst().dropLast())
    }

    private static func spaced(_ name: String) -> String { name.split(separator: " ").joined(separator: " ") }

    private static func read(_ path: SharedPath, in surroundings: AWSSurroundings) throws(CredentialError)
        -> ProfileFile
    {
        guard let full = path.full, let bytes = try surroundings.content(of: full, shown: path.shown) else {
            return ProfileFile()
        }
        do {
            return try ProfileFile(bytes)
        } catch {
            throw CredentialError(
                attempt: "read \(path.shown)",
                happened: "line \(error.line) \(error.problem)",
                next: "Correct line \(error.line) of \(path.shown)."
            )
        }
    }
}

/// Where a shared file is, and how it is spoken of.
private struct SharedPath: Sendable {
    /// `nil` where there is no home directory to look in.
    let full: String?
    let shown: String

    init(_ variable: String, or standard: String, in surroundings: AWSSurroundings) {
        if let named = surroundings.variable(variable) {
            full = surroundings.expanded(named)
            shown = named
        } else {
            full = surroundings.home.map { "\($0)/\(standard)" }
            shown = "~/\(standard)"
        }
    }

    func words(_ file: ProfileFile) -> String {
        file.sections.isEmpty ? "\(shown) (missing or empty)" : shown
    }
}
