/// `modinfo ena`: the file on disk, which may be another than what is loaded.
package struct ModuleFile: HostOutput {
    package let path: String?
    package let version: DriverVersion?
    package let parameters: [String]
    /// Whether it is of the kernel's own tree; `nil` where the output was cut before it says so.
    package let isInTree: Bool?
    package let isBuiltIn: Bool
    package let sourceVersion: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var (path, version, sourceVersion): (String?, DriverVersion?, String?) = (nil, nil, nil)
        var parameters: [String] = []
        var isInTree: Bool?
        var (isModule, isBuiltIn) = (false, false)
        var place = 0
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.halves(of: line, at: ":"), !key.isEmpty else {
                // Descriptions of parameters go on in the next line.
                if !parameters.isEmpty { continue }
                throw Unreadable("a field of modinfo", at: line.lowerBound)
            }
            if text.equals(key, "parm") {
                let name = text.halves(of: value, at: ":")?.key ?? value
                guard !name.isEmpty else { throw Unreadable("the name of a parameter", at: line.lowerBound) }
                parameters.append(text.text(name))
                isModule = true
            } else if text.equals(key, "filename") {
                guard path == nil, !isBuiltIn else { throw Unreadable("one module only", at: line.lowerBound) }
                guard !value.isEmpty else { throw Unreadable("the path of the module", at: line.upperBound) }
                isModule = true
                isBuiltIn = text.equals(value, "(builtin)")
                guard isBuiltIn || text.place(of: "/ena.ko", in: value) != nil else {
                    throw Unreadable("the path of the ENA driver", at: value.lowerBound)
                }
                if !isBuiltIn { path = text.text(value) }
            } else if text.equals(key, "name") {
                guard text.equals(value, "ena") else { throw Unreadable("the name ena", at: value.lowerBound) }
            } else if text.equals(key, "version") {
                version = text.driverVersion(value)
                isModule = isModule || version != nil
            } else if text.equals(key, "srcversion") {
                if !value.isEmpty { sourceVersion = text.text(value) }
            } else if text.equals(key, "intree") {
                if text.equals(value, "Y") { isInTree = true }
            } else if text.equals(key, "vermagic"), isModule {
                // It stands behind the line that only modules of the tree have.
                isInTree = isInTree ?? false
            } else if !isModule || text.starts(line, with: "modinfo: ERROR") {
                throw Unreadable(
                    text.place(of: "odule ", in: line) != nil
                        ? "a module, which could not be found" : "a field of modinfo",
                    at: line.lowerBound
                )
            }
        }
        guard isModule else { throw Unreadable("the path, the version or a parameter of a module", at: text.count) }
        self.path = path
        self.version = version
        self.parameters = parameters
        self.isInTree = isInTree
        self.isBuiltIn = isBuiltIn
        self.sourceVersion = sourceVersion
    }
}
