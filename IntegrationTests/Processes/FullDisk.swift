import Foundation
import Testing

/// A way to let a run's disk fill up.
enum FullDisk: String, CaseIterable, CustomTestStringConvertible {
    /// A file system of that size, in mounts that nobody else sees and that end with the process.
    case smallFileSystem
    /// No file may grow beyond that size: for that nobody needs any right.
    case smallFiles

    /// Those that this machine allows; there is always one.
    static let possible = allCases.filter { $0 != .smallFileSystem || hasMounts }

    /// What the system says.
    var complaint: String {
        switch self {
        case .smallFileSystem: "No space left on device"
        case .smallFiles: "File too large"
        }
    }

    /// A program that takes the tool's path, runs it with such a disk, and looks at the run with what is left of it.
    func words(kibibytes: Int) -> [String] {
        let look = """
            "$0" report --report-dir full/runs >/dev/null 2>&1; test $? -lt 5 || exit 98
            exit $code
            """
        switch self {
        case .smallFileSystem:
            let script = """
                mkdir full && mount -t tmpfs -o size=\(kibibytes)k none full || exit 99
                "$0" run --report-dir full/runs; code=$?
                \(look)
                """
            return [Self.unshare] + Self.privately + ["sh", "-c", script]
        case .smallFiles:
            // `sh` counts in half kibibytes. Who starts us may have the signal ignored, as Python does.
            let script = """
                (ulimit -f \(kibibytes * 2) && exec env --default-signal=XFSZ "$0" run --report-dir full/runs); code=$?
                \(look)
                """
            return ["/bin/sh", "-c", script]
        }
    }

    var testDescription: String { rawValue }

    private static let unshare = "/usr/bin/unshare"
    private static let privately = geteuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]

    private static let hasMounts: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: unshare)
        process.arguments = privately + ["sh", "-c", "mount -t tmpfs -o size=4k none /mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
