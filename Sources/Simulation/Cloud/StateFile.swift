import Files
import Orchestration

/// Where a simulated cloud outlives the process.
///
/// The file is replaced as a whole: whoever is killed while writing leaves the state before the call.
package struct StateFile: Sendable, Equatable {
    /// Why a state file could not be used.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Where it is.
    package let path: String

    /// Names a file that need not exist yet.
    package init(_ path: String) {
        self.path = path
    }

    /// The cloud as the last process left it; `nil` when there is no file yet.
    package func read() throws(Failure) -> CloudState? {
        guard let bytes = try contents() else { return nil }
        do {
            return try CloudState(json: JSONParser.parse(bytes))
        } catch {
            let place = error.offset.map { " at byte \($0)" } ?? ""
            throw Failure(
                description: "cannot read the simulated cloud from \(path): \(error)\(place); delete the file to start"
                    + " with an empty cloud"
            )
        }
    }

    /// Replaces the file.
    package func write(_ cloud: CloudState) throws(Failure) {
        do throws(FileError) {
            try Files.write(cloud.json.text(), to: path)
        } catch {
            throw Failure(description: "cannot keep the simulated cloud: \(error)")
        }
    }

    private func contents() throws(Failure) -> [UInt8]? {
        guard Files.exists(path) else { return nil }
        do throws(FileError) {
            return try Files.read(path, limit: 1 << 30)
        } catch {
            throw Failure(description: "cannot use the simulated cloud: \(error)")
        }
    }
}
