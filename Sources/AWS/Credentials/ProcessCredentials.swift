import Orchestration

/// Credentials that a command hands out: a profile's `credential_process`.
struct ProcessCredentials {
    /// A helper may have to ask a server; one that waits for a person would wait for ever.
    static let limit: Duration = .seconds(60)

    let command: String
    let place: String
    let surroundings: AWSSurroundings

    /// Runs the command.
    ///
    /// Neither it nor what it says is ever quoted: both may hold secrets.
    func credentials() async throws(CredentialError) -> AWSCredentials {
        switch await surroundings.runProcess(command, Self.limit) {
        case .exited(status: 0, let output): return try read(output)
        case .exited(let status, _): throw failure("it ended with exit status \(status)")
        case .signalled(let signal): throw failure("signal \(signal) ended it")
        case .timedOut: throw failure("it was not done within \(Int(Self.limit.inSeconds)) s and was stopped")
        case .tooMuchOutput: throw failure("it said far more than credentials are long and was stopped")
        case .notStarted(let reason): throw failure("it could not be started: \(reason)")
        case .cancelled: throw failure("the run was stopped meanwhile")
        }
    }

    private func read(_ output: Secret) throws(CredentialError) -> AWSCredentials {
        guard let document = output.reveal({ CredentialDocument($0, token: "SessionToken") }) else {
            throw failure("what it said is no JSON object")
        }
        guard document.integer("Version") == 1 else { throw failure("what it said does not have \"Version\": 1") }
        switch document.credentials(source: "credential_process of \(place)") {
        case .success(let credentials): return credentials
        case .failure(let defect): throw failure("what it said \(defect.words)")
        }
    }

    private func failure(_ happened: String) -> CredentialError {
        CredentialError(
            attempt: "run the credential_process of \(place)",
            happened: happened,
            next: "Run the command by itself in a shell; what it says to standard error is on yours."
        )
    }
}
