import Foundation
import FoundationXML
import Orchestration
import Reports
import Testing

@Suite struct TrendPlotTests {
    @Test func `a plot is XML of its own with a dot for each run and a mark for each change`() throws {
        var made = ComparisonRuns()
        made.types = ["<c7i> & \"large\"\u{1b}": 21e-6]
        let before = made.runs(30)
        made.factors = ["<c7i> & \"large\"\u{1b}": 2]
        let trend = Trend.all(before + made.runs(30, from: 30), of: [.headline])[0]
        let svg = try #require(TrendPlot(trend.series[0], of: trend.metric)).svg
        let elements = try Elements(svg)
        #expect(elements.count(of: "circle") == 60)
        #expect(elements.kinds.filter { $0 == "change" }.count == 1)
        #expect(elements.kinds.filter { $0 == "level" }.count == 2)
        #expect(!svg.contains("<c7i>") && svg.contains("&lt;c7i&gt; &amp; &quot;large&quot;\u{fffd}"))
        #expect(!svg.contains("href") && !svg.contains("url("))
        let sheet = try Elements(TrendPlot.sheet(trend.series.compactMap { TrendPlot($0, of: trend.metric) }))
        #expect(sheet.count(of: "svg") == 2 && sheet.count(of: "circle") == 60)
    }

    @Test func `plots of very many runs leave out no extreme`() throws {
        let observations = (0..<5000).map {
            TrendTests.observation($0, $0 == 2517 ? 9e-3 : 1e-3 + Double($0 % 3) * 1e-5)
        }
        let trend = Trend(observations, of: .headline)
        let svg = try #require(TrendPlot(trend.series[0], of: trend.metric)).svg
        #expect(svg.contains("run-2517: 9 ms"))
        #expect(try Elements(svg).count(of: "circle") <= 1000)
    }

    @Test(arguments: [[1e-5], [1e-5, 1e-5, 1e-5], [0, 0], [-3e-6, 2e-6]])
    func `short, still and negative series have plots, too`(values: [Double]) throws {
        let trend = Trend(values.enumerated().map { TrendTests.observation($0, $1) }, of: .headline)
        let svg = try #require(TrendPlot(trend.series[0], of: trend.metric)).svg
        #expect(try Elements(svg).count(of: "circle") == values.count)
        #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
}

/// The elements of an XML text, by an independent reader.
private final class Elements: NSObject, XMLParserDelegate {
    private var names: [String] = []
    private(set) var kinds: [String] = []

    init(_ text: String) throws {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.coderReadCorrupt) }
    }

    func count(of name: String) -> Int { names.count { $0 == name } }

    func parser(
        _: XMLParser,
        didStartElement name: String,
        namespaceURI _: String?,
        qualifiedName _: String?,
        attributes: [String: String]
    ) {
        names.append(name)
        if let kind = attributes["class"] { kinds.append(kind) }
    }
}
