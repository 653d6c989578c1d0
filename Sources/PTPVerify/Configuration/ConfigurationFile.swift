import Files
import Glibc

/// Why a configuration file could not be read.
package struct ConfigurationFileError: Error, Sendable, Hashable {
    package let message: String
    package let remedy: String?

    package init(_ message: String, remedy: String? = nil) {
        self.message = message
        self.remedy = remedy
    }
}

/// How files are read and found: the only way out of the pure part of the configuration.
package struct ConfigurationFiles: Sendable {
    package var read: @Sendable (_ path: String) throws(ConfigurationFileError) -> [UInt8]
    /// The one name of a file, however it is written.
    package var absolute: @Sendable (_ path: String) -> String

    package init(
        read: @escaping @Sendable (_ path: String) throws(ConfigurationFileError) -> [UInt8],
        absolute: @escaping @Sendable (_ path: String) -> String
    ) {
        self.read = read
        self.absolute = absolute
    }

    /// The file system.
    package static let real = ConfigurationFiles(read: readRegularFile, absolute: Files.absolute)

    /// The largest file that is read, in bytes.
    package static let largest = 1 << 20

    /// Reads a regular file of at most `largest` bytes; anything else is refused without being read.
    @Sendable package static func readRegularFile(_ path: String) throws(ConfigurationFileError) -> [UInt8] {
        do throws(FileError) {
            return try Files.read(path, limit: largest)
        } catch {
            throw explain(error)
        }
    }

    private static func explain(_ error: FileError) -> ConfigurationFileError {
        switch error.cause {
        case .directory: ConfigurationFileError("it is a directory", remedy: "name a file in it")
        case .notRegular, .inTheWay:
            ConfigurationFileError("it is not a regular file", remedy: "name a .yaml, .yml or .json file")
        case .tooLarge:
            ConfigurationFileError(
                "it is larger than 1 MiB",
                remedy: "a configuration is small: is this the right file?"
            )
        case .refused(ENOENT, _): ConfigurationFileError("there is no such file", remedy: "check the path")
        case .refused(ENOTDIR, _):
            ConfigurationFileError("a part of its path is not a directory", remedy: "check the path")
        case .refused(EACCES, _), .refused(EPERM, _):
            ConfigurationFileError("permission denied", remedy: "make it readable for this user")
        case .refused(ELOOP, _):
            ConfigurationFileError("its symbolic links go round in circles", remedy: "check the links")
        case .refused(ENAMETOOLONG, _): ConfigurationFileError("its name is too long", remedy: "check the path")
        case .refused(_, let reason): ConfigurationFileError(reason)
        }
    }
}
