import Foundation
import Glibc
import IntegrationSupport
import Orchestration

/// A browser without a window.
final class Browser: Sendable {
    /// What somebody looks with.
    struct Screen: Sendable, CustomStringConvertible {
        let description: String
        let width: Int
        let height: Int
        let isPhone: Bool
        var isDark = false

        static let phone = Screen(description: "phone", width: 360, height: 740, isPhone: true)
        static let desktop = Screen(description: "desktop", width: 1280, height: 900, isPhone: false)

        /// The same after sunset.
        var dark: Screen {
            Screen(description: "\(description)-dark", width: width, height: height, isPhone: isPhone, isDark: true)
        }
    }

    private let directory: Directory
    private let process: Child
    private let driver: WebDriver
    private let session: String

    /// Starts it, with nothing of any other browser's.
    init() async throws {
        directory = try Directory()
        process = try directory.start(BrowserParts.driver, ["--port=0"])
        guard let port = Int(try await process.says(/started successfully on port (\d+)/)) else {
            throw WebDriver.Failure(description: "the driver names no port")
        }
        driver = WebDriver(port: port)
        // Started by root it refuses to work with a sandbox; what it opens is our own page.
        let arguments: [JSONValue] = [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--no-first-run", "--disable-extensions", "--disable-component-update", "--disable-background-networking",
            .string("--user-data-dir=\(directory.path)/profile"),
        ]
        let wishes: JSONValue = [
            "capabilities": [
                "alwaysMatch": [
                    "browserName": "chrome",
                    "goog:chromeOptions": ["binary": .string(BrowserParts.browser), "args": .array(arguments)],
                    "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
                ]
            ]
        ]
        let answer = try await driver.call("POST", "/session", wishes)
        guard let session = answer["sessionId"]?.string else {
            throw WebDriver.Failure(description: "no session: \(answer)")
        }
        self.session = session
        // The browser has a page of its own at first, which fetches much.
        _ = try await driver.call("POST", "/session/\(session)/url", ["url": "about:blank"])
        _ = try await (requests(), complaints())
    }

    /// Closes it; afterwards there is nothing left of it.
    func close() async {
        _ = try? await driver.call("DELETE", "/session/\(session)")
        process.send(SIGTERM)
        _ = await process.end()
    }

    /// Opens a file on a screen, and waits until it is there.
    func open(_ path: String, on screen: Screen) async throws {
        try await command(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(Int64(screen.width)), "height": .integer(Int64(screen.height)),
                "deviceScaleFactor": screen.isPhone ? 2 : 1, "mobile": .bool(screen.isPhone),
            ]
        )
        let scheme: JSONValue = screen.isDark ? "dark" : "light"
        try await command(
            "Emulation.setEmulatedMedia",
            ["features": [["name": "prefers-color-scheme", "value": scheme]]]
        )
        _ = try await driver.call("POST", "/session/\(session)/url", ["url": .string("file://\(path)")])
    }

    /// What a script in the page returns.
    func evaluate(_ script: String) async throws -> JSONValue {
        try await driver.call("POST", "/session/\(session)/execute/sync", ["script": .string(script), "args": []])
    }

    /// What the browser has to complain of since somebody asked.
    func complaints() async throws -> [String] {
        try await log("browser").compactMap { $0["message"]?.string }
    }

    /// What the browser wanted to fetch since somebody asked.
    func requests() async throws -> [String] {
        try await log("performance").compactMap { entry in
            let text = entry["message"]?.string ?? ""
            let message = try JSONParser.parse(Array(text.utf8))["message"]
            guard message?["method"]?.string == "Network.requestWillBeSent" else { return nil }
            return message?["params"]?["request"]?["url"]?.string
        }
    }

    /// Takes a picture of the page, as far down as it goes and no longer than `limit`.
    func picture(to path: String, limit: Int = 4000) async throws {
        let size = try await evaluate(
            "const e = document.documentElement; return [innerWidth, Math.max(e.scrollHeight, innerHeight)]"
        )
        let (width, height) = (size.array?.first?.number ?? 0, size.array?.last?.number ?? 0)
        let answer = try await command(
            "Page.captureScreenshot",
            [
                "captureBeyondViewport": true,
                "clip": [
                    "x": 0, "y": 0, "width": .number(width), "height": .number(min(height, Double(limit))), "scale": 1,
                ],
            ]
        )
        guard let data = answer["data"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
            throw WebDriver.Failure(description: "no picture")
        }
        try data.write(to: URL(fileURLWithPath: path))
    }

    @discardableResult private func command(_ name: String, _ parameters: JSONObject) async throws -> JSONValue {
        try await driver.call(
            "POST",
            "/session/\(session)/goog/cdp/execute",
            ["cmd": .string(name), "params": .object(parameters)]
        )
    }

    private func log(_ kind: String) async throws -> [JSONValue] {
        try await driver.call("POST", "/session/\(session)/se/log", ["type": .string(kind)]).array ?? []
    }
}

/// Lends a browser, and closes it whatever happens.
func withBrowser(_ body: (Browser) async throws -> Void) async throws {
    let browser = try await Browser()
    do {
        try await body(browser)
    } catch {
        await browser.close()
        throw error
    }
    await browser.close()
}
