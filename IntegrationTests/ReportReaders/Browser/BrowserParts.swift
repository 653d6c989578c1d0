import Foundation
import IntegrationSupport
import Testing

/// Debian's Chromium, and the program by which others drive it.
enum BrowserParts {
    static let driver = "/usr/bin/chromedriver"
    static let browser = "/usr/bin/chromium"

    /// Where parts must not be missing, nothing is skipped: the tests fail instead.
    static let areUsable =
        EmulatorParts.areRequired
        || [driver, browser].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    /// Where pictures of pages are left for people to look at.
    static func pictures(otherwise directory: Directory) throws -> String {
        let place = (Directory.outputs ?? directory.path) + "/screenshots"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        return place
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where there is no browser.
    static var needsBrowser: Self {
        .enabled(if: BrowserParts.areUsable, "needs chromium and chromium-driver: run .ci/setup")
    }
}
