internal import Glibc
import PTPVerify

/// The layers of a configuration as a test gives them.
struct Layers {
    var file: String?
    var path = "fleet.yaml"
    var environment: [String: String] = [:]
    var arguments: [String] = []
    var home: String? = "/home/me"
    var isInteractive = false

    func resolve() -> Result<Configuration, ConfigurationProblems> {
        let (file, path) = (file, path)
        let files = ConfigurationFiles(
            read: { (asked) throws(ConfigurationFileError) in
                guard let file, asked == path else { throw ConfigurationFileError("there is no such file") }
                return Array(file.utf8)
            },
            absolute: { $0.hasPrefix("/") ? $0 : "/here/\($0)" }
        )
        let named = file == nil ? [:] : ["PTP_CONFIG": path]
        return Configuration.resolve(
            arguments: arguments,
            environment: environment.merging(named) { given, _ in given },
            home: home,
            isInteractive: isInteractive,
            files: files
        )
    }

    /// The effective configuration; problems are thrown.
    func configuration() throws -> Configuration { try resolve().get() }

    /// What is wrong, one text each; empty when nothing is.
    func problems() -> [String] {
        switch resolve() {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }
}

/// The folder `fixtures/config` of the package this file belongs to.
let fixtureFolder: String = {
    var folder = "\(#filePath)"[...]
    while let slash = folder.lastIndex(of: "/") {
        folder = folder[..<slash]
        if unsafe access("\(folder)/Package.swift", R_OK) == 0 { return "\(folder)/fixtures/config" }
    }
    return "fixtures/config"
}()

/// Resolves a file of the fixtures, read as the tool reads it.
func resolveFixture(_ name: String) -> Result<Configuration, ConfigurationProblems> {
    Configuration.resolve(
        arguments: ["--config", "\(fixtureFolder)/\(name)"],
        home: "/home/me",
        files: .real
    )
}
