import Glibc

/// Reading, writing and listing files: whole files only, bounded, and never half written.
package enum Files {
    /// Reads a regular file of at most `limit` bytes.
    package static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        // Without O_NONBLOCK a pipe without a writer would be waited for.
        let file = try FileHandle(path, O_RDONLY | O_NONBLOCK, attempt: "read")
        let status = try file.status()
        guard !status.isDirectory else { throw FileError("read", path, .directory) }
        guard status.isRegular else { throw FileError("read", path, .notRegular) }
        guard status.size <= limit else { throw FileError("read", path, .tooLarge(limit: limit)) }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let piece = try file.read(upTo: min(limit, (1 << 20) - 1) + 1)
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
        throw FileError("read", path, .tooLarge(limit: limit))
    }

    /// Who may read what is written.
    package enum Readers {
        case everybody
        case owner
    }

    /// Writes a file so that readers see the old one or the new one, never half of it.
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        readableBy readers: Readers = .everybody
    ) throws(FileError) {
        let temporary = temporaryPath(for: path)
        do {
            let flags = O_WRONLY | O_CREAT | O_TRUNC
            let file = try FileHandle(temporary, flags, attempt: "write", mode: readers == .owner ? 0o600 : 0o644)
            try file.write(bytes)
        } catch {
            _ = PathCall.remove(temporary)
            // Nobody knows the temporary name.
            throw FileError(error.attempt, path, error.cause)
        }
        try replace(path, with: temporary, attempt: "write")
    }

    /// Makes a directory and those above it; one that exists is fine.
    package static func makeDirectory(_ path: String) throws(FileError) {
        guard !PathCall.makeDirectory(path) else { return }
        let error = FileError.fromErrno("make the directory", path)
        switch PathCall.kind(path) {
        case .directory: return
        case .other: throw FileError("make the directory", path, .inTheWay)
        case .nothing:
            let parent = parent(of: path)
            guard parent != path, PathCall.kind(parent) == .nothing else { throw error }
            try makeDirectory(parent)
            // A path that ends in a slash was made with its "parent"; another process may have been faster, too.
            guard !PathCall.makeDirectory(path) else { return }
            let error = FileError.fromErrno("make the directory", path)
            guard PathCall.kind(path) == .directory else { throw error }
        }
    }

    /// Makes a directory that was not there before, and those above it; false when it was.
    package static func makeNewDirectory(_ path: String) throws(FileError) -> Bool {
        try makeDirectory(parent(of: path))
        if PathCall.makeDirectory(path) { return true }
        let error = FileError.fromErrno("make the directory", path)
        guard PathCall.kind(path) != .nothing else { throw error }
        return false
    }

    /// The names in a directory, sorted; of a directory that does not exist, none.
    package static func names(in path: String) throws(FileError) -> [String] {
        guard let names = PathCall.names(in: path) else {
            if errno == ENOENT { return [] }
            throw .fromErrno("list", path)
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    /// Makes `path` a symbolic link to `target`, in one step, whatever it pointed to before.
    package static func link(_ path: String, to target: String) throws(FileError) {
        let temporary = temporaryPath(for: path)
        _ = PathCall.remove(temporary)
        guard PathCall.link(temporary, to: target) else { throw .fromErrno("link", path) }
        try replace(path, with: temporary, attempt: "link")
    }

    /// Removes a file; one that is not there is fine.
    package static func remove(_ path: String) throws(FileError) {
        guard PathCall.remove(path) else { throw .fromErrno("remove", path) }
    }

    /// Whether the path is a directory.
    package static func isDirectory(_ path: String) -> Bool { PathCall.kind(path) == .directory }

    /// Whether anything is there.
    package static func exists(_ path: String) -> Bool { PathCall.kind(path) != .nothing }

    /// Who may do what with a file, such as `0o600`; `nil` when nothing is there.
    package static func permissions(of path: String) -> UInt32? { PathCall.permissions(path) }

    /// The one path of a file, whatever it is called from here: absolute, and without links as far as it exists.
    ///
    /// The file need not be there yet.
    package static func absolute(_ path: String) -> String {
        if let resolved = PathCall.resolve(path) { return resolved }
        if path.count > 1, path.hasSuffix("/") { return absolute(String(path.dropLast())) }
        let parent = parent(of: path)
        guard parent != path, let name = path.split(separator: "/").last else { return path }
        let directory = absolute(parent)
        return directory == "/" ? "/\(name)" : "\(directory)/\(name)"
    }

    private static func temporaryPath(for path: String) -> String { "\(path).\(getpid()).tmp" }

    private static func replace(_ path: String, with temporary: String, attempt: String) throws(FileError) {
        guard !PathCall.move(temporary, to: path) else { return }
        let error = FileError.fromErrno(attempt, path)
        _ = PathCall.remove(temporary)
        throw error
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
