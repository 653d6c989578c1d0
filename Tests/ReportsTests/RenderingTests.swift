import Files
import Foundation
import Orchestration
import PTPTesting
import Reports
import Testing
import YAML

@Suite struct RenderingTests {
    @Test func `JSON is the report`() throws {
        let report = RunReport(RunHistory(Sample.events))
        #expect(try JSONParser.parse(report.renderJSON()) == .object(report.json))
    }

    @Test func `lines of JSON are the same report, a case each`() throws {
        for count in 0...Sample.events.count {
            let report = RunReport(RunHistory(Array(Sample.events.prefix(count))))
            let lines = try report.renderNDJSON().split(separator: UInt8(ascii: "\n")).map {
                try JSONParser.parse(Array($0)).object ?? [:]
            }
            let whole = report.json
            #expect(lines.map { $0["kind"] } == ["run"] + (whole["cases"]?.array ?? []).map { _ in "case" })
            for member in lines[0].members where member.key != "kind" { #expect(whole[member.key] == member.value) }
            let left = Set(whole.members.map(\.key)).subtracting(lines[0].members.map(\.key))
            #expect(left == ["cases", "results"])
            for (line, told) in zip(lines.dropFirst(), whole["cases"]?.array ?? []) {
                #expect(line.members.dropFirst(2) == (told.object?.members ?? [])[...])
                #expect(line["test_id"] == whole["test_id"])
            }
        }
    }

    @Test func `YAML says the same as JSON, wherever the run is cut`() throws {
        for count in 0...Sample.events.count {
            let report = RunReport(RunHistory(Array(Sample.events.prefix(count))))
            let node = try #require(try YAMLReader.read(report.renderYAML()))
            #expect(difference(.object(report.json), node) == nil, "after \(count) events")
        }
    }

    @Test func `another reader of YAML takes it for the same value`() throws {
        let report = RunReport(RunHistory(Sample.events))
        let directory = "/tmp/reports-tests-\(getpid())"
        try Files.makeDirectory(directory)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try Files.write(report.renderYAML(), to: "\(directory)/report.yaml")
        try Files.write(report.renderJSON(), to: "\(directory)/report.json")
        let script = """
            import json, sys
            try:
                import yaml
            except ImportError:
                sys.exit(77)
            y = yaml.safe_load(open("\(directory)/report.yaml", encoding="utf-8"))
            j = json.load(open("\(directory)/report.json", encoding="utf-8"))
            assert y == j, [(a, b) for a, b in zip(y["configuration"], j["configuration"]) if a != b]
            assert repr(y) == repr(j)
            """
        switch try python(script) {
        case 0: break
        case 77: Issue.record("PyYAML is not here: only the module YAML read the report", severity: .warning)
        case let status: Issue.record("PyYAML reads another value than the JSON, status \(status)")
        }
    }

    /// The exit status of a Python program.
    private func python(_ script: String) throws -> Int32 {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") else { return 77 }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", script]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// The first place where a node does not say what a value says.
    private func difference(_ value: JSONValue, _ node: YAMLNode, at path: String = "report") -> String? {
        switch (value, node.content) {
        case (.object(let object), .mapping(let entries)):
            guard object.members.map(\.key) == entries.map(\.key) else { return "\(path): other keys" }
            return zip(object.members, entries).lazy.compactMap { member, entry in
                difference(member.value, entry.value, at: "\(path).\(member.key)")
            }.first
        case (.array(let elements), .sequence(let nodes)):
            guard elements.count == nodes.count else { return "\(path): \(nodes.count) elements" }
            return zip(elements, nodes).lazy.compactMap { difference($0, $1, at: "\(path)[]") }.first
        case (_, .scalar(let scalar)): return says(scalar, value) ? nil : "\(path): \(scalar) for \(value)"
        case (_, _): return "\(path): another shape"
        }
    }

    private func says(_ scalar: YAMLScalar, _ value: JSONValue) -> Bool {
        switch value {
        case .null: scalar.isNull
        case .bool(let flag): scalar.isPlain && scalar.text == "\(flag)"
        case .integer(let whole): scalar.isPlain && Int64(scalar.text) == whole
        case .number(let real): scalar.isPlain && (Double(scalar.text) == real || !real.isFinite && scalar.isNull)
        case .string(let text): Array(scalar.text.utf8) == Array(text.utf8) && !scalar.isNull
        case .array, .object: false
        }
    }
}
