extension Configuration {
    /// Every effective value as it would be written, with its source, in the order of the table.
    package var effectiveValues: [(key: String, value: String, source: String)] {
        SettingTable.rows.map { row in
            let (value, source) = row.show(self)
            return (row.key, value, source.description)
        }
    }

    /// The effective values in aligned lines `key = value   (source)`.
    package var explanation: String {
        let width = SettingTable.rows.map(\.key.count).max() ?? 0
        return effectiveValues.map { key, value, source in
            "\(key)\(String(repeating: " ", count: width - key.count)) = \(value)   (\(source))\n"
        }.joined()
    }

    /// Rows of the table of settings for people: option, meaning, variables and default.
    package static func help(of rows: [SettingRow] = SettingTable.rows) -> String {
        rows.map { row in
            """
              \(row.option) \(row.placeholder)
                  \(row.summary)
                  \(row.environment.joined(separator: ", ")); default: \(row.defaultText)

            """
        }.joined()
    }
}
