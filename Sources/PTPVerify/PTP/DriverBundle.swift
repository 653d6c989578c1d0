import Crypto
import Files
import Orchestration
import PTP

/// The sources of the driver, for hosts that have no way to the Internet.
struct DriverBundle: Sendable {
    /// Where they are put, in the home directory of who logs in, where nobody else may write.
    static let path = ".ptp-verify-ena.tar.gz"
    /// Many times what a release has.
    private static let mostBytes = 256 << 20

    let content: [UInt8]
    let digest: String

    /// Reads the file that a configuration names; `nil` where it names none.
    ///
    /// - Throws: `RunError` when it cannot be read, or is not the one that was meant.
    init?(_ configuration: Configuration) throws(RunError) {
        guard let path = configuration.enaBundle.value else { return nil }
        do {
            content = try Files.read(path, limit: Self.mostBytes)
        } catch {
            throw RunError(
                .configuration,
                attempt: "read the sources of the driver",
                happened: "\(error)",
                next: "Correct ena_bundle, or leave it out; nothing was launched."
            )
        }
        digest = SHA256.digest(content).hexadecimal
        guard let wanted = configuration.enaDigest.value?.lowercased(), wanted != digest else { return }
        throw RunError(
            .configuration,
            attempt: "check \(path)",
            happened: "its SHA-256 is \(digest), not \(wanted)",
            next: "Get the right file, or correct ena_digest; nothing was launched."
        )
    }
}
