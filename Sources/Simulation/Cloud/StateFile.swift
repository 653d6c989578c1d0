import Glibc
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
        let draft = path + ".new"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("create", draft) }
        var rest = cloud.json.text()[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else {
                let problem = failure("write", draft)
                close(descriptor)
                throw problem
            }
            rest = rest.dropFirst(max(count, 0))
        }
        guard close(descriptor) == 0 else { throw failure("write", draft) }
        guard unsafe rename(draft, path) == 0 else { throw failure("replace", path) }
    }

    private func contents() throws(Failure) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("open", path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    private func failure(_ verb: String, _ file: String) -> Failure {
        let reason = unsafe String(cString: strerror(errno))
        return Failure(description: "cannot \(verb) the simulated cloud's file \(file): \(reason)")
    }
}
