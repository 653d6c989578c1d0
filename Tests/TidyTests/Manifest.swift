/// What the rules want to know about Package.swift.
enum Manifest {
    /// Every name given in the manifest: of the package, its products and its targets.
    static func names(in manifest: String) -> [Substring] {
        manifest.matches(of: /\bname:\s*"([^"]*)"/).map(\.output.1)
    }

    /// The names that `--filter PTPHardware` selects and should not.
    static func namesTakingPartInTheSuitesFilter(in manifest: String) -> [Substring] {
        names(in: manifest).filter { $0.contains("PTPHardware") && $0 != "PTPHardware" }
    }
}
