internal import Glibc

/// Why a configuration file could not be read.
package struct ConfigurationFileError: Error, Sendable, Hashable {
    package let message: String
    package let remedy: String?

    package init(_ message: String, remedy: String? = nil) {
        self.message = message
        self.remedy = remedy
    }
}

/// Where JSON is wrong, as a strict parser tells it.
package struct JSONSyntaxProblem: Sendable, Hashable {
    package let message: String
    package let line: Int
    package let column: Int

    package init(message: String, line: Int, column: Int) {
        self.message = message
        self.line = line
        self.column = column
    }
}

/// How configuration files are read and how JSON is checked: the only way out of the pure part.
package struct ConfigurationFiles: Sendable {
    package var read: @Sendable (_ path: String) throws(ConfigurationFileError) -> [UInt8]
    package var checkJSON: @Sendable (_ bytes: [UInt8]) -> JSONSyntaxProblem?

    package init(
        read: @escaping @Sendable (_ path: String) throws(ConfigurationFileError) -> [UInt8] = readRegularFile,
        checkJSON: @escaping @Sendable (_ bytes: [UInt8]) -> JSONSyntaxProblem?
    ) {
        self.read = read
        self.checkJSON = checkJSON
    }

    /// The largest file that is read, in bytes.
    package static let largest = 1 << 20

    /// Reads a regular file of at most `largest` bytes; anything else is refused without being read.
    @Sendable package static func readRegularFile(_ path: String) throws(ConfigurationFileError) -> [UInt8] {
        // Without O_NONBLOCK, opening a FIFO would wait for a writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw ConfigurationFileError("it is a directory", remedy: "name a file in it")
        default: throw ConfigurationFileError("it is not a regular file", remedy: "name a .yaml, .yml or .json file")
        }
        guard status.st_size <= largest else { throw tooLarge }
        return try read(descriptor)
    }

    private static func read(_ descriptor: Int32) throws(ConfigurationFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= largest else { throw tooLarge }
        }
    }

    private static var tooLarge: ConfigurationFileError {
        ConfigurationFileError("it is larger than 1 MiB", remedy: "a configuration is small: is this the right file?")
    }

    private static func failure(_ code: Int32) -> ConfigurationFileError {
        switch code {
        case ENOENT: ConfigurationFileError("there is no such file", remedy: "check the path")
        case ENOTDIR: ConfigurationFileError("a part of its path is not a directory", remedy: "check the path")
        case EACCES, EPERM: ConfigurationFileError("permission denied", remedy: "make it readable for this user")
        case ELOOP: ConfigurationFileError("its symbolic links go round in circles", remedy: "check the links")
        case ENAMETOOLONG: ConfigurationFileError("its name is too long", remedy: "check the path")
        default: ConfigurationFileError(unsafe String(cString: strerror(code)))
        }
    }
}
