import PTP
internal import YAML

extension Configuration {
    /// Puts the layers together - defaults, file, environment, command line - or tells everything that is wrong.
    ///
    /// Pure but for `files`: the same input gives the same result. Settings outside of `scope` keep their defaults.
    package static func resolve(
        arguments: [String] = [],
        environment: [String: String] = [:],
        home: String? = nil,
        isInteractive: Bool = false,
        scope: SettingScope = .all,
        files: ConfigurationFiles
    ) -> Result<Configuration, ConfigurationProblems> {
        var resolver = ConfigurationResolver(home: home, scope: scope)
        let commandLine = ConfigurationLayer(arguments: arguments)
        let variables = ConfigurationLayer(environment: environment, scope: scope)
        let named = commandLine.value(of: SettingTable.configFile) ?? variables.value(of: SettingTable.configFile)
        if let named { resolver.applyFile(named, files: files) }
        resolver.apply(variables)
        resolver.apply(commandLine)
        // By its path one recognises a cloud again: the same file must not be two clouds.
        resolver.configuration.simulationState.value = resolver.configuration.simulationState.value.map(files.absolute)
        return resolver.finish(isInteractive: isInteractive)
    }
}

/// Gathers values and problems layer by layer, weakest first.
struct ConfigurationResolver {
    let home: String?
    let scope: SettingScope
    var configuration = Configuration()
    var problems: [ConfigurationProblem] = []
    /// Keys about which something has been said; checks that need them are left out.
    private(set) var failed: Set<String> = []
    private var isFileMissing = false

    init(home: String?, scope: SettingScope) {
        self.home = home
        self.scope = scope
    }

    mutating func apply(_ layer: ConfigurationLayer) {
        problems += layer.problems
        failed.formUnion(layer.suspects)
        for assignment in layer.assignments { apply(assignment) }
    }

    private mutating func apply(_ assignment: Assignment) {
        var decoding = Decoding(
            key: assignment.row.key,
            path: assignment.path,
            source: assignment.source,
            home: home
        )
        assignment.row.assign(assignment.node, assignment.source, &decoding, &configuration)
        guard !decoding.problems.isEmpty else { return }
        problems += decoding.problems
        failed.insert(assignment.row.key)
    }

    /// Reads the file that an option or a variable names.
    mutating func applyFile(_ named: Assignment, files: ConfigurationFiles) {
        var probe = ConfigurationResolver(home: home, scope: scope)
        probe.apply(named)
        // A bad path is told once, when the layer that holds it is applied.
        guard let path = probe.configuration.file.value else { return isFileMissing = true }
        guard let entries = entries(of: path, namedBy: named.source, files: files) else { return isFileMissing = true }
        apply(ConfigurationLayer(entries: entries, path: path, scope: scope))
    }

    private mutating func entries(
        of path: String,
        namedBy source: SettingSource,
        files: ConfigurationFiles
    ) -> [YAMLEntry]? {
        let name = path.lowercased()
        guard [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) else {
            let message = "the configuration file \(path) is of no known kind"
            problems.append(
                ConfigurationProblem(message, at: source, remedy: "its name must end in .yaml, .yml or .json")
            )
            return nil
        }
        let bytes: [UInt8]
        do {
            bytes = try files.read(path)
        } catch {
            let message = "cannot read the configuration file \(path): \(error.message)"
            problems.append(ConfigurationProblem(message, at: source, remedy: error.remedy))
            return nil
        }
        let limits = YAMLLimits(bytes: ConfigurationFiles.largest)
        let isJSON = name.hasSuffix(".json")
        return entries(of: isJSON ? YAMLDocument(json: bytes) : YAMLReader.readAll(bytes, limits: limits), path: path)
    }

    private mutating func entries(of document: YAMLDocument, path: String) -> [YAMLEntry]? {
        var complaints = document.problems
        defer { for complaint in complaints { note(complaint, in: path) } }
        if case .mapping(let entries) = document.root?.content { return entries }
        if let root = document.root {
            complaints.append(YAMLError("the file must be a mapping of keys to values", at: root.mark))
        } else if complaints.isEmpty {
            complaints.append(YAMLError("the file is empty: it sets nothing", at: nil))
        }
        return nil
    }

    private mutating func note(_ error: YAMLError, in path: String) {
        if let key = error.repeatedKey, !scope.concerns(key) { return }
        let mark = error.mark ?? YAMLMark(line: 1, column: 1)
        let place = SettingSource.file(path: path, line: mark.line, column: mark.column)
        problems.append(ConfigurationProblem(error.message, at: place))
        // Nobody knows which of the two was meant.
        if let key = error.repeatedKey { failed.insert(key) }
    }

    /// Completes what depends on several settings, and checks that they go together.
    consuming func finish(isInteractive: Bool) -> Result<Configuration, ConfigurationProblems> {
        if !isFileMissing, scope == .all || scope == .preflight {
            // Without the file, whatever it said would seem to be missing.
            configuration.chooseProvider()
            let checks = ConfigurationChecks(
                configuration: configuration,
                failed: failed,
                isInteractive: isInteractive,
                mayLack: scope == .preflight
            )
            let (keep, unplanned) = checks.resolvedKeep()
            configuration.keep = keep
            problems += checks.problems() + unplanned
        }
        return problems.isEmpty ? .success(configuration) : .failure(ConfigurationProblems(problems))
    }
}

extension Configuration {
    /// How long one waits for a host that already runs; it may be restarting its server, but does not boot.
    private static let hostLoginSeconds = 60

    /// Derives what nobody chose: the provider from what is to be verified, the patience with hosts that run and what
    /// may be done to them, and the fleet of a simulation.
    fileprivate mutating func chooseProvider() {
        if provider.source == .default {
            // Whoever names machines has thereby chosen where they come from.
            if !hosts.value.isEmpty {
                provider = Setting(.hosts, source: hosts.source)
            } else if !instanceTypes.value.isEmpty {
                provider = Setting(.ec2, source: instanceTypes.source)
            }
        }
        if !launches {
            if loginTimeoutSeconds.source == .default { loginTimeoutSeconds.value = Self.hostLoginSeconds }
            // What others run is not ours to change, unless they say so.
            if driver.source == .default { driver.value = .asIs }
        }
        if provider.value == .simulated && instanceTypes.value.isEmpty { instanceTypes.value = Self.builtInFleet }
    }
}
