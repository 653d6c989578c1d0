import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Reports
import Testing

/// What a browser makes of the page, on the screens that people have.
@Suite(.needsBrowser) struct BrowserTests {
    private static let screens = [Browser.Screen.phone, .desktop].flatMap { [$0, $0.dark] }

    @Test func `the page of a run is whole and readable on every screen, and fetches nothing`() async throws {
        let report = try await SimulatedReport()
        let points = report.points
        try #require(points.count { $0 == 60 } >= 6, "\(points)")
        let pictures = try BrowserParts.pictures(otherwise: report.directory)
        try await withBrowser { browser in
            for screen in Self.screens {
                try await browser.open(report.path, on: screen)
                try await browser.picture(to: "\(pictures)/report-\(screen).png")
                try await look(at: report, with: browser, on: screen, points)
                try await browser.picture(to: "\(pictures)/report-\(screen)-open.png", limit: 12_000)
            }
        }
    }

    @Test func `fifty cases with an hour of samples each open within a second`() async throws {
        let directory = try Directory()
        let path = "\(directory.path)/report.html"
        let page = LargeReport.page(cases: 50, samples: 3600)
        #expect(page.count <= 2 << 20, "\(page.count) bytes")
        try Data(page).write(to: URL(fileURLWithPath: path))
        try await withBrowser { browser in
            try await browser.open(path, on: .desktop)
            let points = try await browser.evaluate(Script.points).array?.compactMap(\.integer) ?? []
            #expect(points.count == 150 && points.allSatisfy { (180...720).contains($0) }, "\(points)")
            var times: [Double] = []
            for _ in 1...3 {
                try await browser.open(path, on: .desktop)
                times.append(try await browser.evaluate(Script.loading).number ?? .infinity)
            }
            #expect(times.sorted()[1] <= 1000, "\(times) ms")
            #expect(try await browser.complaints() == [])
        }
    }

    private func look(
        at report: SimulatedReport,
        with browser: Browser,
        on screen: Browser.Screen,
        _ points: [Int]
    ) async throws {
        #expect(try await browser.evaluate(Script.isDark) == .bool(screen.isDark))
        #expect(try await browser.evaluate(Script.points).array?.compactMap { $0.integer.map { Int($0) } } == points)
        for state in ["as opened", "with all open"] {
            let width = try await browser.evaluate(Script.width).array?.compactMap(\.integer) ?? []
            // A telephone shows all of a page that is too wide, only smaller.
            #expect(width == [Int64(screen.width), Int64(screen.width)], "\(screen), \(state)")
            let pale = try await browser.evaluate(Script.paleWords)
            #expect(pale == [], "\(screen), \(state)")
            _ = try await browser.evaluate(Script.openAll)
        }
        #expect(try await browser.complaints() == [], "\(screen)")
        let requests = try await browser.requests().filter { !$0.hasPrefix("data:") }
        #expect(Set(requests) == ["file://\(report.path)"], "\(screen)")
    }
}

/// Questions to a page.
private enum Script {
    static let isDark = "return matchMedia('(prefers-color-scheme: dark)').matches"
    static let points = "return [...document.querySelectorAll('[data-points]')].map(e => Number(e.dataset.points))"
    static let width = "return [document.documentElement.scrollWidth, innerWidth]"
    static let openAll = "document.querySelectorAll('details').forEach(e => { e.open = true })"
    static let loading = "return performance.getEntriesByType('navigation')[0].loadEventEnd"

    /// The words whose contrast to their ground is less than 4.5.
    static let paleWords = """
        const numbers = c => c.match(/[\\d.]+/g).map(Number);
        const light = c => numbers(c).slice(0, 3).map(v => v / 255)
          .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = e => {
          for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor, n = numbers(c);
            if (n.length === 3 || n[3] === 1) return c;
          }
          return 'rgb(255, 255, 255)';
        };
        const pale = new Set();
        for (const e of document.body.querySelectorAll('*:not(svg *)')) {
          if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
          const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
          const ratio = (a + 0.05) / (b + 0.05);
          const words = e.textContent.trim().slice(0, 40);
          if (ratio < 4.5) pale.add(`${e.tagName}.${e.className}: ${words}: ${ratio.toFixed(2)}`);
        }
        return [...pale];
        """
}
