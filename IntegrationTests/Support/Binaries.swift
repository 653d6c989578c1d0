import Foundation

/// The programs under test: they lie beside this one.
package enum Binaries {
    package static let suite = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    package static let tool = URL(fileURLWithPath: suite).deletingLastPathComponent().appendingPathComponent(
        "ptp-verify"
    ).path

    /// What makes the program with all tests run the suite alone, as `swift test --filter PTPHardware` does.
    package static let suiteArguments = ["--testing-library", "swift-testing", "--filter", "PTPHardware"]
}
