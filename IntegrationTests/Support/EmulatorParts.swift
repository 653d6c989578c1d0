import Foundation
package import Testing

/// The Python environment that `.ci/setup` makes: moto, the emulator of AWS, and boto3, AWS's own library.
package enum EmulatorParts {
    /// The top of the source tree.
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    package static let python = "\(root)/.venv/bin/python"

    /// Where parts must not be missing, nothing is skipped: the tests fail instead.
    package static let areRequired = ProcessInfo.processInfo.environment["PTP_REQUIRE_PARTS"] == "1"

    package static let areUsable =
        areRequired || FileManager.default.isExecutableFile(atPath: python)

    /// Runs a script of `fixtures/emulator` to its end.
    package static func run(_ script: String, _ arguments: [String], in directory: Directory) async throws -> Child.End
    {
        guard FileManager.default.isExecutableFile(atPath: python) else { throw Missing() }
        return try await directory.start(python, ["\(root)/fixtures/emulator/\(script)"] + arguments).end()
    }

    package struct Missing: Error, CustomStringConvertible {
        package let description = "there is no \(EmulatorParts.python): run .ci/setup"
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where the emulator is not installed.
    package static var needsEmulator: Self {
        .enabled(if: EmulatorParts.areUsable, "needs moto and boto3 in .venv: run .ci/setup")
    }
}
