import AWS

/// Judges what EC2 says of launches that were rehearsed, besides permissions.
struct LaunchCheck {
    let configuration: Configuration
    let view: AccountView

    var findings: [PreflightFinding] {
        view.rehearsals.compactMap { rehearsed in
            guard case .runInstance(let request) = rehearsed.rehearsal, !lacksSomething(request) else { return nil }
            guard let error = rehearsed.look.failure else {
                return .ok(.launch, request.type, "EC2 would launch it in \(request.subnetID)")
            }
            // With a stand-in in it a launch says nothing.
            guard error.isAboutTheLaunch, request.imageID != StandIn.imageID else { return nil }
            let place = error.isOfThisZone && configuration.subnetIDs.value.count > 1 ? " in any of the subnets" : ""
            return .problem(.launch, request.type, "EC2 would not\(place): \(error.shortWords)", error.nextStep)
        }
    }

    /// Whether something in a launch is known to be missing, which is told where that is looked at: whatever EC2 says
    /// of the launch tells nothing then.
    private func lacksSomething(_ request: RunInstance) -> Bool {
        if let types = view.types.success, !types.contains(where: { $0.name == request.type }) { return true }
        return view.subnets.contains { $0.name == request.subnetID && $0.look.isKnownMissing }
            || view.images.contains { $0.name == request.imageID && $0.look.isKnownMissing }
    }
}

extension Result where Success: Collection, Failure == AWSError {
    /// Whether what was asked about is not there.
    fileprivate var isKnownMissing: Bool {
        switch self {
        case .success(let found): found.isEmpty
        case .failure(let error): error.kind == .notFound || error.kind == .invalidValue
        }
    }
}
