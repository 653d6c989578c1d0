import Orchestration

/// The top of the page: what must not be overlooked, and what the run came to.
struct HTMLHeader {
    let report: RunReport
    let name: String

    private var history: RunHistory { report.history }

    func write(to page: inout MarkupWriter) {
        page.element("header", .class("top")) { page in
            mark(&page)
            leaks(&page)
            kept(&page)
            if history.recordedExitCode == nil {
                page.element("div", .class("alarm unsure")) { page in
                    page.element("strong", text: "The journal ends before the run does.")
                    page.text(" The run died, or it is still under way: this page tells what is known so far.")
                }
            }
            page.element("p", .class("brand"), text: "ptp-verify \u{b7} PTP hardware clocks, proven case by case")
            page.element("h1") { page in
                page.text("Run ")
                page.told(name)
            }
            verdict(&page)
            facts(&page)
            contents(&page)
        }
        page.newline()
    }

    private func mark(_ page: inout MarkupWriter) {
        guard let pretence = report.pretence else { return }
        page.element("div", .class("alarm pretended")) { page in
            page.element("span") { page in
                page.element("strong", text: pretence.rawValue.uppercased())
                page.text(" \u{2013} \(Pretence.worth)")
            }
        }
    }

    private func verdict(_ page: inout MarkupWriter) {
        let code = history.exitCode
        let style: StaticString = code == 0 ? "outcome good-edge" : "outcome bad-edge"
        page.element("div", .class(style)) { page in
            page.element("p", .class("code")) { page in
                page.text("exit code ")
                page.element("b", text: "\(code)")
            }
            page.element("p", .class("meaning")) { page in
                page.text(ExitCode.meaning(of: code))
                let statuses = history.outcomes.map(\.status)
                let met = statuses.count { $0 == .met }
                page.element("span", .class("soft"), text: " \(met) of \(statuses.count) cases are as expected.")
            }
        }
    }

    private func facts(_ page: inout MarkupWriter) {
        page.element("dl", .class("facts")) { page in
            page.fact("Environment", report.environment)
            if let started = history.startedAt { page.fact("Started") { $0.moment(started) } }
            if let seconds { page.fact("Duration", TimeWords.duration(seconds)) }
            page.fact("State", history.state.rawValue)
            page.fact("Stopped by", history.stopCauses.map(\.text).joined(separator: ", "))
            let bill = Bill(report.totals.all.billed, of: history).line
            page.fact("Billed", bill.map { String($0.dropFirst("billed: ".count)) })
            page.fact("Tool", "ptp-verify \(history.toolVersion)")
            page.fact("Plan") { page in
                page.text(history.plan?.cases.counted ?? "not known")
                if let digest = report.results?.planDigest {
                    page.text(", digest ")
                    page.element("code", text: digest)
                }
            }
        }
    }

    private var seconds: Double? {
        history.startedAt.flatMap { start in history.lastAt.map { ($0 - start).inSeconds } }
    }

    private func contents(_ page: inout MarkupWriter) {
        let parts: [(StaticString, String)] = [
            ("summary", "Summary"), ("proof", "Proof"), ("advice", "Recommendations"), ("timeline", "Timeline"),
            ("cases", "Cases"),
            ("limits", "Not exercised"), ("cleanup", "Cleanup"), ("configuration", "Configuration"), ("notes", "Notes"),
        ]
        page.element("nav", .label("parts of this page")) { page in
            page.element("ul") { page in
                for (anchor, title) in parts {
                    page.element("li") { $0.element("a", .link(.part(anchor)), text: title) }
                }
            }
        }
    }
}

// MARK: - What is left

extension HTMLHeader {
    /// Instances first: what they are in can only go after them.
    private func leaks(_ page: inout MarkupWriter) {
        let leaks = history.ledger.leaks
        guard !leaks.isEmpty else { return }
        let ordered = leaks.filter { $0.resource.caseID != nil } + leaks.filter { $0.resource.caseID == nil }
        page.element("section", .class("alarm danger"), .label("what may still be running")) { page in
            page.element("strong", text: "May still be running, and cost money: \(leaks.count)")
            page.element("ul") { page in
                for entry in ordered.prefix(HTMLExtent.mostRows) {
                    page.element("li") { page in
                        page.text("\(entry.resource.kind.rawValue) ")
                        page.element("code", told: entry.state.id ?? entry.resource.token)
                        if let id = entry.resource.caseID {
                            page.text(" of ")
                            page.told(id.text)
                        }
                        if case .unconfirmed(_, let reason, _) = entry.state {
                            page.text(": ")
                            page.told(reason, limit: 400)
                        }
                        guard let remedy = ResourceReport(entry, of: history.plan).remedy else { return }
                        page.element("pre") { $0.told(remedy) }
                    }
                }
            }
        }
    }

    private func kept(_ page: inout MarkupWriter) {
        let kept = history.ledger.kept
        guard !kept.isEmpty else { return }
        page.element("section", .class("alarm unsure"), .label("what is kept")) { page in
            page.element("strong", text: "Kept on purpose: \(kept.count)")
            page.element("ul") { page in
                for entry in kept.prefix(HTMLExtent.mostRows) {
                    page.element("li") { page in keptEntry(entry, &page) }
                }
            }
        }
    }

    private func keptEntry(_ entry: Ledger.Entry, _ page: inout MarkupWriter) {
        guard case .kept(let id, let until) = entry.state else { return }
        page.text("\(entry.resource.kind.rawValue) ")
        page.element("code", told: id)
        guard entry.resource.kind == .instance else { return }
        if let access = entry.resource.caseID.flatMap({ history[$0]?.environment?.access }) {
            page.text(" at ")
            page.element("code", told: "\(access.user)@\(access.host)" + (access.port == 22 ? "" : ":\(access.port)"))
        }
        page.text(until.map { ", until it ends itself at \($0.inWords)" } ?? ", until somebody ends it")
        guard !report.isSimulated else { return }
        page.element("pre") { $0.told("aws ec2 terminate-instances --instance-ids \(id)") }
    }
}
