/// Which settings somebody needs: what is wrong with the others is not theirs to complain about.
package enum SettingScope: Sendable {
    case all
    /// All of them, as far as they are known yet: what is missing is found by looking.
    case preflight
    /// Those that say where the runs are.
    case whereabouts
    /// The same, and what is not to be told of them.
    case reporting
    /// Those that say where the runs and their results are.
    case store
    /// Those that say what the simulated cloud is like.
    case simulation
    /// Those that say how to log in; hosts may have settings of their own.
    case access

    package var rows: [SettingRow] {
        switch self {
        case .all, .preflight: SettingTable.rows
        case .whereabouts, .reporting, .store, .simulation, .access: SettingTable.rows.filter { concerns($0.key) }
        }
    }

    /// Whether a key is one of them; no key at all matters to those who need everything.
    func concerns(_ key: String?) -> Bool {
        switch self {
        case .all, .preflight: true
        case .whereabouts: key == SettingTable.configFile.key || key == SettingTable.reportDirectory.key
        case .reporting: Self.whereabouts.concerns(key) || key == SettingTable.redact.key
        case .store: Self.whereabouts.concerns(key) || key == SettingTable.store.key
        case .simulation: key == SettingTable.configFile.key || SettingTable.simulation.contains { $0.key == key }
        case .access:
            key == SettingTable.configFile.key || key == SettingTable.hosts.key
                || SettingTable.access.contains { $0.key == key }
        }
    }
}
