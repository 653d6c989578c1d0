internal import YAML

/// One row of the table of settings: everything there is to know about a setting, in one place.
package struct SettingRow: Sendable {
    /// The key in files; the option is the same with dashes.
    package let key: String
    /// The environment variables, strongest first.
    package let environment: [String]
    /// What stands for the value in the help.
    package let placeholder: String
    /// What the setting means.
    package let summary: String
    /// What holds when nobody sets it.
    package let defaultText: String
    /// Whether the option may stand without a value, for yes.
    let isFlag: Bool
    let assign: @Sendable (YAMLNode, SettingSource, inout Decoding, inout Configuration) -> Void
    let show: @Sendable (Configuration) -> (value: String, source: SettingSource)

    package var option: String { Self.option(for: key) }

    static func option(for key: String) -> String { "--" + key.replacing("_", with: "-") }

    init<Value>(
        _ key: String,
        _ path: any WritableKeyPath<Configuration, Setting<Value>> & Sendable,
        _ decoder: SettingDecoder<Value>,
        _ placeholder: String,
        _ summary: String,
        default defaultText: String? = nil,
        also environment: [String] = []
    ) {
        self.key = key
        self.environment = ["PTP_" + key.uppercased()] + environment
        self.placeholder = placeholder
        self.summary = summary
        self.defaultText = defaultText ?? decoder.show(Configuration()[keyPath: path].value)
        isFlag = Value.self == Bool.self
        assign = { node, source, decoding, configuration in
            guard let value = decoder.decode(node, &decoding) else { return }
            configuration[keyPath: path] = Setting(value, source: source)
        }
        show = { configuration in
            let setting = configuration[keyPath: path]
            return (decoder.show(setting.value), setting.source)
        }
    }
}
