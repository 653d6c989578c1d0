import Glibc

/// An open file, closed when it goes out of scope.
///
/// The only place that talks to the kernel about files.
struct FileHandle: ~Copyable {
    private let descriptor: Int32
    let path: String

    /// Opens a file; `flags` as open(2) takes them.
    init(_ path: String, _ flags: Int32, attempt: String, mode: mode_t = 0o644) throws(FileError) {
        let opened = unsafe open(path, flags | O_CLOEXEC, mode)
        guard opened >= 0 else { throw .fromErrno(attempt, path) }
        descriptor = opened
        self.path = path
    }

    deinit { close(descriptor) }

    /// What kind of file it is, and how long.
    func status() throws(FileError) -> (isRegular: Bool, isDirectory: Bool, size: Int) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .fromErrno("look at", path) }
        let kind = status.st_mode & S_IFMT
        return (kind == S_IFREG, kind == S_IFDIR, Int(status.st_size))
    }

    /// Reads up to `count` bytes; none at the end of the file.
    func read(upTo count: Int) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var result = unsafe Glibc.read(descriptor, buffer.baseAddress, count)
            while result < 0, errno == EINTR { result = unsafe Glibc.read(descriptor, buffer.baseAddress, count) }
            if result < 0 { failure = .fromErrno("read", path) }
            filled = max(result, 0)
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes everything.
    func write(_ bytes: [UInt8]) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if result < 0 {
                if errno == EINTR { continue }
                throw .fromErrno("write", path)
            }
            written += result
        }
    }

    /// Waits until what was written survives the death of the machine.
    func synchronize() throws(FileError) {
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .fromErrno("write", path) }
    }

    /// Moves to a place counted from the end.
    func seek(fromEnd offset: Int) throws(FileError) {
        guard lseek(descriptor, off_t(offset), SEEK_END) >= 0 else { throw .fromErrno("seek in", path) }
    }

    /// A lock that only a living process can hold.
    enum Lock {
        /// Who writes keeps everybody else out.
        case writing
        /// Who only looks keeps no other looker out.
        case looking
    }

    /// Takes the lock; false when it is held in a way that does not go with it.
    func tryLock(for purpose: Lock) throws(FileError) -> Bool {
        if flock(descriptor, (purpose == .writing ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw .fromErrno("lock", path) }
        return false
    }
}

/// Calls about paths, each true when it worked; why not is in `FileError.fromErrno`.
enum PathCall {
    /// What is at a path.
    enum Kind {
        case nothing
        case directory
        case other
    }

    static func kind(_ path: String) -> Kind {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return .nothing }
        return status.st_mode & S_IFMT == S_IFDIR ? .directory : .other
    }

    /// Who may do what with what is at a path; `nil` when nothing is there.
    static func permissions(_ path: String) -> UInt32? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    /// The path without links and dots; `nil` when nothing is there.
    static func resolve(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    static func move(_ path: String, to target: String) -> Bool { unsafe rename(path, target) == 0 }

    static func link(_ path: String, to target: String) -> Bool { unsafe symlink(target, path) == 0 }

    /// True also when nothing was there.
    static func remove(_ path: String) -> Bool { unsafe unlink(path) == 0 || errno == ENOENT }

    static func makeDirectory(_ path: String) -> Bool { unsafe mkdir(path, 0o755) == 0 }

    /// The names in a directory; `nil` when it could not be listed.
    static func names(in path: String) -> [String]? {
        guard let directory = unsafe opendir(path) else { return nil }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }
}

extension FileError {
    /// The last error of the C library in words.
    static func fromErrno(_ attempt: String, _ path: String) -> FileError {
        FileError(attempt, path, .refused(errno, reason: unsafe String(cString: strerror(errno))))
    }
}
