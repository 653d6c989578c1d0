package import AWS
package import Orchestration

/// The account, region and credentials that a run would use, to be looked at before it.
package struct EC2Account: Sendable {
    package let survey: any EC2Survey
    package let region: String
    /// Where the credentials come from, in words; `nil` where that is of no interest.
    package let credentials: String?
    package let retries: AWSRetries
    package let surroundings: Surroundings
    /// Asks for the prices that a configuration lacks.
    let listedPrices: @Sendable (Configuration) async -> ListedPrices

    /// States an account.
    package init(
        _ survey: any EC2Survey,
        region: String,
        credentials: String? = nil,
        retries: AWSRetries = AWSRetries(),
        surroundings: Surroundings,
        listedPrices: @escaping @Sendable (Configuration) async -> ListedPrices = { _ in .none }
    ) {
        self.survey = survey
        self.region = region
        self.credentials = credentials
        self.retries = retries
        self.surroundings = surroundings
        self.listedPrices = listedPrices
    }
}

/// Looks at all that a plan needs, at the same time where one thing does not follow from the other.
struct AccountSurvey: Sendable {
    private typealias Look = AccountView.Look
    private typealias Named = AccountView.Named

    let account: EC2Account
    let configuration: Configuration
    /// What the price list said, if it was asked already.
    let listed: ListedPrices?

    /// Looks, and rehearses.
    func view() async -> AccountView {
        async let entrance = callerNetworks()
        async let prices = prices()
        var view = await facts()
        view.callerNetworks = await entrance
        view.rehearsals = await rehearsed(Rehearsals(configuration, view, account.surroundings))
        view.listed = await prices
        return view
    }

    /// Whom the group that is made would let in, where nobody says it.
    private func callerNetworks() async -> AccountView.Look<[String]>? {
        guard configuration.securityGroupIDs.value.isEmpty, configuration.sshFrom.value.isEmpty else { return nil }
        return await look { survey throws(AWSError) in try await survey.callerNetworks() }
    }

    private func prices() async -> ListedPrices? {
        if let listed { return listed }
        return configuration.needsListedPrices ? await account.listedPrices(configuration) : nil
    }

    private func facts() async -> AccountView {
        let types = configuration.instanceTypes.value.map(\.type)
        async let identity = look { survey throws(AWSError) in try await survey.callerIdentity() }
        async let offerings = look { survey throws(AWSError) in try await survey.offerings(of: types) }
        async let subnets = each(configuration.subnetIDs.value) { survey, id throws(AWSError) in
            try await survey.describeSubnets([id])
        }
        async let images = each(configuration.amiID.value.map { [$0] } ?? []) { survey, id throws(AWSError) in
            try await survey.describeImages([id])
        }
        async let groups = each(placementGroupNames) { survey, name throws(AWSError) in
            try await survey.describePlacementGroups(PlacementGroupCheck.filter(for: name))
        }
        async let securityGroups = securityGroups()
        async let keyPairs = each(configuration.keyName.value.map { [$0] } ?? []) { survey, name throws(AWSError) in
            try await survey.describeKeyPairs([name])
        }
        async let running = look { survey throws(AWSError) in try await survey.runningTypes() }
        async let quotas = each(QuotaCheck.codes(of: types)) { survey, code throws(AWSError) in
            try await survey.quota(code)
        }
        let descriptions = await look { survey throws(AWSError) in try await survey.describeInstanceTypes(types) }
        return AccountView(
            identity: await identity,
            types: descriptions,
            offerings: await offerings,
            subnets: await subnets,
            images: await images,
            newestImages: await newestImages(for: descriptions),
            placementGroups: await groups,
            securityGroups: await securityGroups,
            keyPairs: await keyPairs,
            running: await running,
            quotas: await quotas
        )
    }

    /// The given group; where one is made, its name, only to see whether one may look.
    private var placementGroupNames: [String] {
        switch configuration.placementGroup.value {
        case .none: []
        case .existing(let name): [name]
        case .precisionTime, .whereDeclared: [StandIn.groupName]
        }
    }

    private func securityGroups() async -> [AccountView.Named<[GroupDescription]>] {
        let given = configuration.securityGroupIDs.value
        return await each(given.isEmpty ? [StandIn.groupName] : given) { survey, id throws(AWSError) in
            try await survey.describeSecurityGroups(given.isEmpty ? .name(id) : .ids([id]))
        }
    }

    private func newestImages(
        for types: AccountView.Look<[InstanceTypeDescription]>
    ) async -> [AccountView.Named<String>] {
        guard configuration.amiID.value == nil else { return [] }
        let architectures = Set(types.success?.compactMap(\.architectures.first) ?? [])
        // Where no type is known, one may still see whether parameters may be read.
        return await each(architectures.isEmpty ? ["x86_64"] : architectures.sorted()) {
            survey,
            architecture throws(AWSError) in
            try await survey.latestImage(architecture: architecture)
        }
    }

    private func rehearsed(_ rehearsals: Rehearsals) async -> [AccountView.Rehearsed] {
        await gather(rehearsals.all) { rehearsal in
            let first = await rehearsed(rehearsal)
            // As launches do: what one zone cannot do another may.
            guard first.look.failure?.isOfThisZone == true else { return first }
            for elsewhere in rehearsals.elsewhere(rehearsal) {
                let next = await rehearsed(elsewhere)
                if next.look.failure?.isOfThisZone != true { return next }
            }
            return first
        }
    }

    private func rehearsed(_ rehearsal: Rehearsal) async -> AccountView.Rehearsed {
        let look = await look { survey throws(AWSError) in try await survey.rehearse(rehearsal) }
        return AccountView.Rehearsed(rehearsal: rehearsal, look: look)
    }
}

// MARK: - Looking

extension AccountSurvey {
    /// Asks with the patience that AWS needs.
    private func look<Answer: Sendable>(
        _ ask: (any EC2Survey) async throws(AWSError) -> Answer
    ) async -> AccountView.Look<Answer> {
        do {
            return .success(try await account.retries.call(in: account.surroundings) { try await ask(account.survey) })
        } catch let error as AWSError {
            return .failure(error)
        } catch {
            return .failure(AWSError(code: AWSError.cancelled, message: "\(error)", action: "preflight"))
        }
    }

    /// Asks about each of some things, so that one that is not there hides nothing of the others.
    private func each<Answer: Sendable>(
        _ names: [String],
        _ ask: @escaping @Sendable (any EC2Survey, String) async throws(AWSError) -> Answer
    ) async -> [AccountView.Named<Answer>] {
        await gather(names) { name in
            let look = await look { survey throws(AWSError) in try await ask(survey, name) }
            return AccountView.Named(name: name, look: look)
        }
    }

    /// Does the same with all, at the same time, and keeps their order.
    private func gather<Element: Sendable, Answer: Sendable>(
        _ elements: [Element],
        _ work: @escaping @Sendable (Element) async -> Answer
    ) async -> [Answer] {
        await withTaskGroup(of: (Int, Answer).self) { group in
            for (index, element) in elements.enumerated() { group.addTask { (index, await work(element)) } }
            var answers: [(Int, Answer)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
