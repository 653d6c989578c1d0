import Orchestration

extension CaseStory {
    /// What was measured, in units that suit.
    func writeFigures(to page: inout MarkupWriter) {
        let figures = (result?.figures ?? []).filter(\.value.isFinite).prefix(HTMLExtent.mostRows)
        guard !figures.isEmpty else { return }
        page.element("section") { page in
            page.element("h4", text: "Figures")
            page.table("Measured figures of this case", ["Figure"], numbers: ["Value"], isPlain: true) { page in
                for figure in figures {
                    page.element("tr") { page in
                        page.element("th", .ours("scope", "row")) { $0.element("code", told: figure.name) }
                        page.element("td", .class("number"), told: Scale.words(figure.value, figure.unit))
                    }
                }
            }
        }
    }

    /// When each stage began, and how long it took.
    func writeStages(to page: inout MarkupWriter) {
        guard !history.steps.isEmpty else { return }
        page.element("section") { page in
            page.element("h4", text: "Stages")
            page.table("Stages of this case", ["Stage", "Began"], numbers: ["Took"], isPlain: true) { page in
                for stage in CaseTimes(history, until: run.lastAt).stages.prefix(HTMLExtent.mostRows) {
                    page.element("tr") { page in
                        page.element("th", .ours("scope", "row"), text: stage.stage.rawValue)
                        page.element("td") { $0.moment(stage.at) }
                        let took = stage.stage == .ended ? "" : TimeWords.duration(stage.seconds)
                        page.element("td", .class("number"), text: took)
                    }
                }
            }
        }
    }

    /// What was made for the case, and what became of it.
    func writeResources(to page: inout MarkupWriter) {
        let resources = run.ledger.entries(of: planned.id).prefix(HTMLExtent.mostRows)
        guard !resources.isEmpty else { return }
        page.element("section") { page in
            page.element("h4", text: "Made for this case")
            page.table("Resources of this case", ["Kind", "Name", "State"], numbers: [], isPlain: true) { page in
                for entry in resources {
                    page.element("tr") { page in
                        page.element("th", .ours("scope", "row"), text: entry.resource.kind.rawValue)
                        page.element("td") { $0.element("code", told: entry.state.id ?? entry.resource.token) }
                        page.element("td", told: entry.state.words)
                    }
                }
            }
        }
    }

    /// What was asked and what the host said.
    func writeEvidence(to page: inout MarkupWriter, limit: Int) {
        guard let result, !(result.evidence.isEmpty && result.artifacts.isEmpty) else { return }
        page.element("section", .class("evidence")) { page in
            page.element("h4", text: "Evidence")
            for (index, evidence) in result.evidence.prefix(HTMLExtent.mostRows).enumerated() {
                page.element("details", .id(.evidence(index + 1, of: number))) { page in
                    page.element("summary") { page in
                        page.element("b", told: evidence.id)
                        page.element("span", .class("soft"), text: evidence.end)
                        page.element("code") { $0.told(evidence.command.firstLine, limit: 200) }
                    }
                    if evidence.command.firstLine.utf8.count < evidence.command.utf8.count {
                        page.element("p", .class("soft"), text: "Command")
                        page.output(evidence.command, limit: limit)
                    }
                    page.element("p", .class("soft")) { page in
                        page.text(evidence.output.isEmpty ? "Printed nothing, at " : "Output, at ")
                        page.moment(evidence.at)
                    }
                    if !evidence.output.isEmpty { page.output(evidence.output, limit: limit) }
                }
            }
            for artifact in result.artifacts.prefix(HTMLExtent.mostRows) {
                page.element("p") { page in
                    page.told(artifact.name)
                    page.text(": ")
                    page.element("code", told: artifact.path)
                }
            }
        }
    }
}

extension Evidence {
    /// How the command ended.
    fileprivate var end: String { exitStatus.map { "exit \($0)" } ?? "ended by a signal" }
}

extension String {
    fileprivate var firstLine: Substring { prefix { $0 != "\n" } }
}

extension ResourceState {
    /// How far it is, in words.
    var words: String {
        switch self {
        case .intended: "about to be made, may be there"
        case .made: "made, may still be there"
        case .ending: "told to end, not confirmed"
        case .kept(_, let until): "kept" + (until.map { " until \($0.inWords)" } ?? "")
        case .gone: "gone"
        case .unconfirmed(_, let reason, _): "not confirmed: \(reason)"
        }
    }
}
