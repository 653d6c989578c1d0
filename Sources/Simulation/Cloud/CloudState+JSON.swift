import AWS
package import Orchestration
import PTP

// MARK: - The state file's format

extension CloudState {
    /// The format that this code writes and the only one that it reads.
    private static let version: Int64 = 1

    /// Everything, as JSON.
    package var json: JSONValue {
        [
            "version": .integer(Self.version),
            "seed": .integer(Int64(bitPattern: seed)),
            "time": time.json,
            "identifiers": JSONValue(identifiers),
            "launches": JSONValue(launches),
            "groups": .array(groups.map(\.json)),
            "instances": .array(instances.map(\.json)),
        ]
    }

    /// Reads what `json` wrote.
    package init(json: JSONValue) throws(JSONError) {
        let fields = try Fields(json)
        let version = try fields.whole("version")
        guard version == Self.version else {
            throw JSONError("the format is version \(version); this program reads version \(Self.version)")
        }
        self.init(
            seed: UInt64(bitPattern: try fields.whole("seed")),
            time: try fields.moment("time")
        )
        identifiers = Int(try fields.whole("identifiers"))
        launches = Int(try fields.whole("launches"))
        for element in try fields.list("groups") { groups.append(try SimulatedGroup(json: element)) }
        for element in try fields.list("instances") { insert(try SimulatedInstance(json: element)) }
    }
}

extension SimulatedGroup {
    fileprivate var json: JSONValue {
        [
            "id": .string(id),
            "kind": .string(kind.rawValue),
            "name": .string(name),
            "setting": .string(setting),
            "foreign": .bool(isForeign),
            "visible_from": visibleFrom.json,
            "tags": .init(tags: tags),
        ]
    }

    fileprivate init(json: JSONValue) throws(JSONError) {
        let fields = try Fields(json)
        self.init(
            id: try fields.string("id"),
            kind: try fields.word("kind"),
            name: try fields.string("name"),
            setting: try fields.string("setting"),
            isForeign: try fields.flag("foreign"),
            visibleFrom: try fields.moment("visible_from"),
            tags: try fields.tags("tags")
        )
    }
}

extension SimulatedInstance {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id),
            "request": request.json,
            "foreign": .bool(isForeign),
            "launched_at": launchedAt.json,
            "visible_from": visibleFrom.json,
            "running_at": runningAt.json,
            "reachable_from": reachableFrom.json,
            "private_address": .string(privateAddress),
            "public_address": .string(publicAddress),
            "image": .string(SimulatedCatalog.id(of: machine.image)),
            "clock": .string(clock.rawValue),
            "deeds": .array(deeds.map(\.json)),
            "trouble": trouble.json,
            "tags": .init(tags: tags),
            "commands": JSONValue(commands),
        ]
        object["expires_at"] = expiresAt?.json
        object["told_to_end"] = toldToEnd?.json
        return .object(object)
    }

    fileprivate init(json: JSONValue) throws(JSONError) {
        let fields = try Fields(json)
        let id = try fields.string("id")
        let image: MachineImage = try fields.read("image") { $0.string.flatMap(SimulatedCatalog.machineImage(id:)) }
        let clock: SimulatedClock = try fields.word("clock")
        let start = try fields.moment("running_at")
        let request = try RunInstance(json: fields.value("request"))
        self.init(
            id: id,
            request: request,
            isForeign: try fields.flag("foreign"),
            launchedAt: try fields.moment("launched_at"),
            visibleFrom: try fields.moment("visible_from"),
            runningAt: start,
            reachableFrom: try fields.moment("reachable_from"),
            privateAddress: try fields.string("private_address"),
            publicAddress: try fields.string("public_address"),
            machine: Machine(image, request.type, clock, chance: Chance(name: id), at: start),
            clock: clock,
            trouble: try CommandTrouble(json: fields.value("trouble")),
            tags: try fields.tags("tags"),
            expiresAt: try fields.has("expires_at") ? fields.moment("expires_at") : nil,
            toldToEnd: try fields.has("told_to_end") ? Ending(json: fields.value("told_to_end")) : nil,
            commands: Int(try fields.whole("commands"))
        )
        for deed in try fields.list("deeds") {
            let deed = try Deed(json: deed)
            _ = perform(deed.action, at: deed.at)
        }
    }
}

extension SimulatedInstance.Deed {
    fileprivate var json: JSONValue { ["at": at.json, "action": .string(action.text)] }

    fileprivate init(json: JSONValue) throws(JSONError) {
        let fields = try Fields(json)
        self.init(
            at: try fields.moment("at"),
            action: try fields.read("action") { $0.string.flatMap(SetupStep.Action.init(text:)) }
        )
    }
}

extension SimulatedInstance.Ending {
    fileprivate var json: JSONValue {
        ["since": since.json, "until": until.json, "reason": .string(reason)]
    }

    fileprivate init(json: JSONValue) throws(JSONError) {
        let fields = try Fields(json)
        self.init(
            since: try fields.moment("since"),
            until: try fields.moment("until"),
            reason: try fields.string("reason")
        )
    }
}

extension CommandTrouble {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["slowness": JSONValue(slowness)]
        object["barrier"] = (barrier?.rawValue).map(JSONValue.string)
        object["dying_in"] = dyingIn.map { JSONValue($0) }
        object["rebooting_in"] = rebootingIn.map { JSONValue($0) }
        object["hanging_in"] = hangingIn.map { JSONValue($0) }
        return .object(object)
    }

    fileprivate init(json: JSONValue) throws(JSONError) {
        let fields = try Fields(json)
        self.init()
        slowness = Int(try fields.whole("slowness"))
        barrier = try fields.has("barrier") ? fields.word("barrier") : nil
        dyingIn = try fields.has("dying_in") ? Int(fields.whole("dying_in")) : nil
        rebootingIn = try fields.has("rebooting_in") ? Int(fields.whole("rebooting_in")) : nil
        hangingIn = try fields.has("hanging_in") ? Int(fields.whole("hanging_in")) : nil
    }
}

extension RunInstance {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "token": .string(clientToken),
            "type": .string(type),
            "image": .string(imageID),
            "subnet": .string(subnetID),
            "security_groups": .array(securityGroupIDs.map(JSONValue.string)),
            "user_data": .string(userData),
            "tags": .init(tags: tags),
        ]
        object["placement_group"] = placementGroupID.map(JSONValue.string)
        return .object(object)
    }

    fileprivate init(json: JSONValue) throws(JSONError) {
        let fields = try Fields(json)
        self.init(
            clientToken: try fields.string("token"),
            type: try fields.string("type"),
            imageID: try fields.string("image"),
            subnetID: try fields.string("subnet"),
            placementGroupID: try fields.has("placement_group") ? fields.string("placement_group") : nil,
            securityGroupIDs: try fields.list("security_groups").compactMap(\.string),
            userData: try fields.string("user_data"),
            tags: try fields.tags("tags")
        )
    }
}
