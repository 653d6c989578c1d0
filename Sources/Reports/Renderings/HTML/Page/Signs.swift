import Orchestration

/// A word with a sign and a colour: none of them alone says it.
struct Chip {
    let style: StaticString
    let sign: String
    let words: String

    func write(to page: inout MarkupWriter) {
        page.element("span", .class(style)) { page in
            page.element("span", .ours("aria-hidden", "true"), text: "\(sign) ")
            page.text(words)
        }
    }
}

extension Verdict {
    /// The sign that stands for it.
    var sign: String {
        switch self {
        case .supported: "\u{25CF}"
        case .partial: "\u{25D0}"
        case .unsupported: "\u{25CB}"
        case .inconclusive: "?"
        }
    }

    var chip: Chip {
        let style: StaticString =
            switch self {
            case .supported: "chip supported"
            case .partial: "chip partial"
            case .unsupported: "chip unsupported"
            case .inconclusive: "chip unknown"
            }
        return Chip(style: style, sign: sign, words: rawValue)
    }
}

extension CaseOutcome.Status {
    var chip: Chip {
        switch self {
        case .met: Chip(style: "chip good", sign: "\u{2713}", words: "as expected")
        case .notMet: Chip(style: "chip bad", sign: "\u{2717}", words: "not as expected")
        case .inconclusive: Chip(style: "chip unknown", sign: "?", words: "could not be observed")
        case .interrupted: Chip(style: "chip unknown", sign: "\u{25A0}", words: "interrupted")
        case .notRun: Chip(style: "chip unknown", sign: "\u{2013}", words: "not run")
        }
    }
}

extension Check.Status {
    var chip: Chip {
        switch self {
        case .held: Chip(style: "chip good", sign: "\u{2713}", words: "held")
        case .failed: Chip(style: "chip bad", sign: "\u{2717}", words: "failed")
        case .notMeasured: Chip(style: "chip unknown", sign: "\u{2013}", words: "not measured")
        }
    }
}

extension Finding.Severity {
    var chip: Chip {
        switch self {
        case .cause: Chip(style: "chip bad", sign: "!", words: "cause")
        case .warning: Chip(style: "chip partial", sign: "\u{25B3}", words: "warning")
        case .note: Chip(style: "chip unknown", sign: "i", words: "note")
        }
    }
}

extension CaseOutcome.Disposal {
    /// What became of the instance, in words.
    var words: String {
        switch self {
        case .neverMade: "no instance was made"
        case .terminated: "terminated, and confirmed to be gone"
        case .restored: "the host is as it was"
        case .kept: "kept on purpose"
        case .unconfirmed: "cleanup not confirmed"
        }
    }
}

extension Expectation {
    /// What was expected, in words.
    var words: String {
        switch self {
        case .supported, .unsupported: rawValue
        case .any: "any verdict"
        case .declared: "what the provider declares"
        }
    }
}

extension CaseStage {
    /// The colour and the height of its bar, and `nil` where nothing takes time.
    var style: StaticString? {
        switch self {
        case .planned, .ended: nil
        case .provisioning: "provisioning"
        case .executing: "executing"
        case .analyzing: "analyzing"
        case .held: "held"
        case .keeping: "keeping"
        case .releasing: "releasing"
        }
    }
}

extension ExitCode {
    /// What an exit code tells, in a sentence.
    static func meaning(of code: Int) -> String {
        switch code {
        case success: "Every case is as expected."
        case notAsExpected: "Some case is not as expected, or the run failed."
        case usage: "Nothing was done: usage or configuration."
        case cleanupUnconfirmed: "Something may still be running, or a host may not be as it was."
        case inconclusive: "Nothing contradicts the expectations, but not everything could be observed."
        case 129...: "Stopped by signal \(code - 128), after orderly cleanup."
        case _: "The exit code has no meaning that is known here."
        }
    }
}
