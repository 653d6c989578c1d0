/// The ENA driver as it is loaded.
package struct LoadedModule: HostOutput {
    package let isLoaded: Bool
    /// `nil` for drivers from the kernel's own tree.
    package let version: DriverVersion?
    package let sourceVersion: String?
    /// The parameter `phc_enable`; `nil` where the driver has none.
    package let isClockEnabled: Bool?
    /// What `modinfo -n` would load: a path, or `(builtin)`.
    package let file: String?

    package var isBuiltIn: Bool { file == "(builtin)" }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        isLoaded = try text.isYes(text.value("loaded", from: &place))
        let version = try text.value("version", from: &place)
        let source = try text.value("source", from: &place)
        let isEnabled = try text.value("phc_enable", from: &place)
        let file = try text.value("file", from: &place)
        self.version = text.driverVersion(version)
        sourceVersion = source.isEmpty ? nil : text.text(source)
        isClockEnabled = isEnabled.isEmpty ? nil : try text.isSwitchedOn(isEnabled)
        self.file = file.isEmpty ? nil : text.text(file)
    }
}

extension Span<UInt8> {
    /// The value of a parameter of a module: drivers print a number, the kernel a letter.
    fileprivate func isSwitchedOn(_ value: Range<Int>) throws(Unreadable) -> Bool {
        if equals(value, "1") || equals(value, "Y") { return true }
        guard equals(value, "0") || equals(value, "N") else { throw Unreadable("0 or 1", at: value.lowerBound) }
        return false
    }
}
