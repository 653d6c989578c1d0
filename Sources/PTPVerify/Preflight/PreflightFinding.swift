package import Orchestration

/// One thing that was looked at before a launch, and what came of it.
package struct PreflightFinding: Sendable, Equatable {
    /// What it is about, in the order in which it is told.
    package enum Topic: String, Sendable, CaseIterable {
        case credentials
        case permission
        case type
        case subnet
        case image
        case placementGroup = "placement-group"
        case securityGroup = "security-group"
        case key
        case host
        case launch
        case quota
        case cost
    }

    /// How bad it is.
    package enum Level: String, Sendable, CaseIterable {
        case ok
        case warning
        /// Nothing can come of a launch.
        case problem
    }

    /// What it is about.
    package let topic: Topic
    /// How bad it is.
    package let level: Level
    /// What was looked at, such as a subnet's id.
    package let subject: String
    /// What was found.
    package let found: String
    /// What to do about it; `nil` where nothing needs to be done.
    package let remedy: String?

    /// Its name, always the same for the same thing.
    package var id: String { "\(topic.rawValue):\(subject)" }

    private init(_ topic: Topic, _ level: Level, _ subject: String, _ found: String, _ remedy: String?) {
        self.topic = topic
        self.level = level
        self.subject = subject
        self.found = found
        self.remedy = remedy
    }

    /// Something is as it should be.
    static func ok(_ topic: Topic, _ subject: String, _ found: String) -> PreflightFinding {
        PreflightFinding(topic, .ok, subject, found, nil)
    }

    /// Something may not be as it was meant.
    static func warning(_ topic: Topic, _ subject: String, _ found: String, _ remedy: String) -> PreflightFinding {
        PreflightFinding(topic, .warning, subject, found, remedy)
    }

    /// Something prevents a launch.
    static func problem(_ topic: Topic, _ subject: String, _ found: String, _ remedy: String) -> PreflightFinding {
        PreflightFinding(topic, .problem, subject, found, remedy)
    }

    /// The finding for programs.
    package var json: JSONObject {
        let object: JSONObject = [
            "id": .string(id), "topic": .string(topic.rawValue), "level": .string(level.rawValue),
            "subject": .string(subject), "found": .string(found), "remedy": JSONValue(remedy),
        ]
        return object.withoutNulls
    }
}

extension PreflightFinding: CustomStringConvertible {
    /// On one line, as journals and errors have it.
    package var description: String { "\(topic.rawValue) \(subject): \(found)." + (remedy.map { " \($0)" } ?? "") }
}
