import Crypto
import Orchestration

extension EC2Request {
    /// Launches one instance, with what is the same for all of them.
    package static func runInstance(_ request: RunInstance) -> AWSRequest<InstanceDescription> {
        AWSRequest(.runInstances, about: [request.imageID, request.subnetID]) { form in
            form.add("ClientToken", ClientToken.sent(for: request.clientToken))
            form.add("ImageId", request.imageID)
            // Whatever shuts it down ends the bill: the dead man's switch needs it.
            form.add("InstanceInitiatedShutdownBehavior", "terminate")
            form.add("InstanceType", request.type)
            form.add("KeyName", request.keyName)
            form.add("MaxCount", "1")
            // Only version 2 of the metadata service, and only for the host itself.
            form.add("MetadataOptions.HttpEndpoint", "enabled")
            form.add("MetadataOptions.HttpPutResponseHopLimit", "1")
            form.add("MetadataOptions.HttpTokens", "required")
            form.add("MinCount", "1")
            form.add("Placement.GroupId", request.placementGroupID)
            form.add("SecurityGroupId", request.securityGroupIDs)
            form.add("SubnetId", request.subnetID)
            form.addTags(request.tags, ofEach: ["instance", "volume", "network-interface"])
            form.add("UserData", Base64.encode(request.userData))
        } makes: {
            [$0.id]
        } read: { answer throws(UnreadableAnswer) in
            guard let item = answer.list("instancesSet").first else {
                throw UnreadableAnswer("there is no instance in it")
            }
            return try instance(item)
        }
    }

    /// Asks about instances.
    package static func describeInstances(
        _ filter: ResourceFilter,
        after token: String? = nil
    ) -> AWSRequest<Page<InstanceDescription>> {
        AWSRequest(.describeInstances, about: filter.ids) { form in
            form.add(filter, idsAs: "InstanceId", nameAs: "tag:Name")
            // Ids and pages exclude each other.
            if filter.ids.isEmpty { form.add("MaxResults", String(pageSize)) }
            form.add("NextToken", token)
        } read: { answer throws(UnreadableAnswer) in
            var instances: [InstanceDescription] = []
            for reservation in answer.list("reservationSet") {
                instances += try reservation.list("instancesSet", of: instance)
            }
            return Page(elements: instances, next: answer.text("nextToken"))
        }
    }

    /// Asks for the types of all instances that run or are about to, whoever launched them.
    package static func runningTypes(after token: String? = nil) -> AWSRequest<Page<String>> {
        AWSRequest(.describeInstances) { form in
            form.addFilters([("instance-state-name", ["pending", "running"])])
            form.add("MaxResults", String(pageSize))
            form.add("NextToken", token)
        } read: { answer throws(UnreadableAnswer) in
            var types: [String] = []
            for reservation in answer.list("reservationSet") {
                // Spot instances have quotas of their own.
                for instance in reservation.list("instancesSet") where instance.text("instanceLifecycle") == nil {
                    types.append(try instance.required("instanceType"))
                }
            }
            return Page(elements: types, next: answer.text("nextToken"))
        }
    }

    private static func instance(_ item: XMLNode) throws(UnreadableAnswer) -> InstanceDescription {
        let state = try item.child("instanceState").required("name")
        guard let state = InstanceState(rawValue: state) else {
            throw UnreadableAnswer("it names an unknown state of an instance")
        }
        let placement = item["placement"]
        return InstanceDescription(
            id: try item.required("instanceId"),
            type: try item.required("instanceType"),
            state: state,
            stateReason: item["stateReason"]?.text("message") ?? item.text("reason"),
            clientToken: item.text("clientToken"),
            tags: item.tags,
            publicAddress: item.text("ipAddress"),
            privateAddress: item.text("privateIpAddress"),
            zone: placement?.text("availabilityZone"),
            imageID: item.text("imageId"),
            subnetID: item.text("subnetId"),
            placementGroupID: placement?.text("groupId"),
            ipv6Address: item.text("ipv6Address"),
            launchedAt: item.text("launchTime").flatMap(Timestamp.init(awsTime:))
        )
    }

    /// Ends instances.
    package static func terminateInstances(ids: [String]) -> AWSRequest<Void> {
        AWSRequest(.terminateInstances, about: ids) { $0.add("InstanceId", ids) }
    }

    /// Asks for what the host wrote on its console, in base 64: when it booted, or until now.
    package static func consoleOutput(of id: String, isLatest: Bool = false) -> AWSRequest<String?> {
        AWSRequest(.getConsoleOutput, about: [id]) { form in
            form.add("InstanceId", id)
            form.add("Latest", isLatest ? "true" : nil)
        } read: { answer in
            answer.text("output")
        }
    }
}

/// The token that makes a launch happen once, as EC2 takes it: at most 64 characters of ASCII.
package enum ClientToken {
    /// What EC2 is told instead of a token of ours, always the same for the same one.
    package static func sent(for token: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let digest = SHA256.digest(Array(token.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: digest, as: UTF8.self)
    }
}
