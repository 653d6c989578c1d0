import Orchestration
import Shell

/// A text that somebody pasted, or several: the outputs that are in it, told by what they look like.
package struct PastedText: Sendable {
    /// An output in the text.
    package struct Output: Sendable, Equatable {
        package let kind: OutputKind
        /// The lines where it stands, counted from 1.
        package let lines: ClosedRange<Int>
        /// The output as its reader wants it.
        package let text: [UInt8]
        /// Why it cannot be read, in words; `nil` when it can, or when nobody reads this kind.
        package let problem: String?
    }

    /// In the order in which they stand there.
    package let outputs: [Output]
    /// The lines that are in no output that can be read: what they say counts only as words.
    package let others: [String]

    package init(_ pasted: [UInt8]) {
        let bytes = pasted.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(pasted.dropFirst(3)) : pasted
        let text = bytes.withoutColours.withoutQuoteMarks.withoutStamps.withWholeRows
        var walk = PasteWalk()
        let span = text.span
        var place = 0
        while let line = span.nextRawLine(from: &place) { walk.read(span, line) }
        outputs = walk.drafts.map { Output($0, in: text) }
        let unread = outputs.filter { !$0.isRead }.flatMap { Lines($0.text.span).lines }
        others = walk.unknownLines.map { span.text($0) } + unread
    }

    /// Several texts as one, without a seam that would complete what was cut.
    package init(_ texts: [PastedText]) {
        outputs = texts.flatMap(\.outputs)
        others = texts.flatMap(\.others)
    }

    /// All that is known of a host that others asked.
    package var situation: Situation {
        var situation = Situation()
        situation.facts = facts()
        situation.others = others
        return situation
    }

    /// What the outputs say, as if the host had been asked.
    package func facts() -> HostFacts {
        var facts = HostFacts()
        for case (.answer(let probe), let text, _) in answers {
            let result = CommandResult(said: text)
            facts.read(result, of: probe)
            if probe == .tracking, facts.tracking.value == nil {
                let excerpt = Answer<ChronyTrackingExcerpt>(result)
                if excerpt.value != nil { facts.trackingExcerpt = excerpt }
            }
        }
        for answer in answers where answer.kind == .linuxPTP {
            facts.linuxptpLog = Answer(CommandResult(said: answer.text))
        }
        for answer in answers where answer.kind == .deviceEvent {
            facts.deviceEvent = Answer(CommandResult(said: answer.text))
        }
        if facts.interface == .missing(.notAsked) { facts.interface = facts.interfaceOfDevice }
        return facts
    }

    /// One text for every kind: what is only a part is put together, else the last counts that can be read.
    package var answers: [(kind: OutputKind, text: [UInt8], lines: ClosedRange<Int>)] {
        var answers: [(kind: OutputKind, text: [UInt8], lines: ClosedRange<Int>, isReadable: Bool)] = []
        for output in outputs {
            let isReadable = output.problem == nil
            guard let place = answers.firstIndex(where: { $0.kind == output.kind }) else {
                answers.append((output.kind, output.text, output.lines, isReadable))
                continue
            }
            if output.isPart {
                answers[place].text += [UInt8(ascii: "\n")] + output.text
            } else if isReadable || !answers[place].isReadable {
                answers[place] = (output.kind, output.text, output.lines, isReadable)
            }
        }
        return answers.map { ($0.kind, $0.text, $0.lines) }
    }
}

extension CommandResult {
    /// What a command printed; where that is a complaint of the shell's tools, it failed with it.
    fileprivate init(said text: [UInt8]) {
        let isComplaint = text.starts(with: "cat: ".utf8) || text.starts(with: "ls: ".utf8)
        self =
            isComplaint
            ? CommandResult(exitStatus: 1, output: "", errorOutput: String(decoding: text, as: UTF8.self))
            : CommandResult(.exited(0), output: text)
    }
}

extension PastedText.Output {
    /// Whether it becomes facts.
    fileprivate var isRead: Bool {
        guard case .answer = kind else {
            return (kind == .samples || kind == .linuxPTP || kind == .deviceEvent) && problem == nil
        }
        return problem == nil
    }

    /// Whether it goes on with an earlier output of its kind: logs do, lines that `grep` took out of `modinfo`, and the
    /// names of single clocks.
    fileprivate var isPart: Bool {
        switch kind {
        case .answer(.kernelLog), .answer(.chronyLog), .linuxPTP: return true
        case .answer(.moduleFile): return !text.starts(with: "filename:".utf8)
        case .answer(.clocks):
            // `grep` leaves no blank behind the colon.
            let isOfGrep =
                text.span.holds("/clock_name:".utf8Span.span) && !text.span.holds("/clock_name: ".utf8Span.span)
            return isOfGrep || text.span.holds("/clock_name ".utf8Span.span)
        case .answer, .samples, .timeSettings, .hostSettings, .busDevices, .deviceEvent, .clockSources,
            .chronycTable, .stampingSettings, .driverBuild, .complaint:
            return false
        }
    }

    fileprivate init(_ draft: PasteWalk.Draft, in text: [UInt8]) {
        let said = draft.replacement ?? Array(text[draft.range])
        kind = draft.kind
        lines = draft.lines
        self.text = said
        guard let reader = OutputReader.all.first(where: { $0.kind == draft.kind }), kind != .timeSettings else {
            problem = nil
            return
        }
        var problem: String?
        do throws(Unreadable) { try reader.check(said.span) } catch { problem = error.description(in: said) }
        self.problem = problem
    }
}

/// Goes through a pasted text line by line.
private struct PasteWalk {
    struct Draft {
        let kind: OutputKind
        var lines: ClosedRange<Int>
        var range: Range<Int>
        /// What stands for the text where only the command says what it is.
        var replacement: [UInt8]?
    }

    private(set) var drafts: [Draft] = []
    private(set) var unknownLines: [Range<Int>] = []
    private var number = 0
    /// Whether the last output may go on.
    private var isOpen = false
    /// What was typed, until something answers.
    private var command: String?

    mutating func read(_ text: Span<UInt8>, _ raw: Range<Int>) {
        number += 1
        // The line break tells that the line is whole.
        let end = min(raw.upperBound + 1, text.count)
        let line = text.trimmed(raw)
        if line.isEmpty { return }
        if let typed = text.command(in: line), !isInside(.samples) {
            isOpen = false
            command = text.text(typed)
            return
        }
        if isOpen, let open = drafts.last, text.continues(open.kind, with: line, startedAt: open.range.lowerBound) {
            drafts[drafts.count - 1].lines = open.lines.lowerBound...number
            drafts[drafts.count - 1].range = open.range.lowerBound..<end
            if open.replacement != nil {
                drafts[drafts.count - 1].replacement? += text.bytes(raw.lowerBound..<end)
            }
            return
        }
        isOpen = false
        if let answer = command.flatMap({ text.answer(line, to: $0, isWhole: end > raw.upperBound) }) {
            open(answer.kind, raw.lowerBound..<end, replacement: Array(answer.text.utf8))
            isOpen = false
        } else if let kind = text.kindOfOutput(beginningWith: line) {
            open(refined(kind), raw.lowerBound..<end, replacement: event(kind, text, raw.lowerBound..<end))
        } else if !text.isChronyComment(line), !text.isChronycHeader(line) {
            unknownLines.append(line)
        }
        command = nil
    }

    private func isInside(_ kind: OutputKind) -> Bool { isOpen && drafts.last?.kind == kind }

    /// What only the command tells apart.
    private func refined(_ kind: OutputKind) -> OutputKind {
        guard kind == .answer(.chronyFiles), let command, command.contains("chronyd -p") else { return kind }
        return .answer(.chronyConfiguration)
    }

    /// What the kernel says of a device, with the interface that only the command names, as the kernel would say it.
    private func event(_ kind: OutputKind, _ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        guard kind == .deviceEvent, let command, let name = command.interfaceOfDevice else { return nil }
        return Array("INTERFACE=\(name)\n".utf8) + text.bytes(range)
    }

    private mutating func open(_ kind: OutputKind, _ range: Range<Int>, replacement: [UInt8]? = nil) {
        drafts.append(Draft(kind: kind, lines: number...number, range: range, replacement: replacement))
        isOpen = true
    }
}
