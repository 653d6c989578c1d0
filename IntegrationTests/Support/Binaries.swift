import Foundation

/// The programs under test: they lie beside this one.
package enum Binaries {
    package static let suite = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    package static let tool = URL(fileURLWithPath: suite).deletingLastPathComponent().appendingPathComponent(
        "ptp-verify"
    ).path
}
