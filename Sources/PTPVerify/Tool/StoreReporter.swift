package import Orchestration
import Reports

/// Adds a run to the results store when it is over.
///
/// A store that cannot take it costs the run nothing: it can be added later from the run's directory.
package struct StoreReporter: Reporter {
    package let name = "results store"
    private let path: String
    private let directory: RunDirectory

    /// A reporter for the run of that directory.
    package init(store path: String, of directory: RunDirectory) {
        self.path = path
        self.directory = directory
    }

    package func finish(_ history: RunHistory) async throws {
        guard let results = try RunResults.told(by: RunReport(history)) else { return }
        do {
            try ResultsStore(path).add(results)
        } catch {
            throw RunError(
                .conflict,
                attempt: "add the run to the results store",
                happened: "\(error)",
                next: "Add it later with `ptp-verify store add \(directory.path)`."
            )
        }
    }
}

extension Configuration {
    /// What the store is called that nobody named.
    package static let storeName = "results.sqlite"

    /// The store that commands use.
    package var storePath: String { store.value ?? "\(reportDirectory.value)/\(Self.storeName)" }
}
