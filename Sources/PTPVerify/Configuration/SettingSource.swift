/// Where a value comes from, printed the way one would point to it.
package enum SettingSource: Sendable, Hashable, CustomStringConvertible {
    /// Nobody gave the value.
    case `default`
    /// A configuration file, with the place of the key.
    case file(path: String, line: Int, column: Int)
    /// The environment variable of this name.
    case environment(String)
    /// The option of this name.
    case commandLine(String)

    package var description: String {
        switch self {
        case .default: "default"
        case .file(let path, let line, let column): "\(path):\(line):\(column)"
        case .environment(let name): name
        case .commandLine(let option): option
        }
    }
}

/// An effective value together with where it comes from.
package struct Setting<Value: Sendable>: Sendable {
    package var value: Value
    package var source: SettingSource

    package init(_ value: Value, source: SettingSource = .default) {
        self.value = value
        self.source = source
    }
}

extension Setting: Equatable where Value: Equatable {}
