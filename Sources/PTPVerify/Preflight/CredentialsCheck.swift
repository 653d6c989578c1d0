import AWS

/// Judges in whose name a run would call AWS.
enum CredentialsCheck {
    static func findings(_ identity: AccountView.Look<CallerIdentity>, of account: EC2Account) -> [PreflightFinding] {
        let source = account.credentials.map { ", credentials from \($0)" } ?? ""
        switch identity {
        case .success(let caller):
            return [.ok(.credentials, caller.arn, "account \(caller.account) in \(account.region)\(source)")]
        case .failure(let error):
            let subject = account.credentials ?? "credentials"
            return [.problem(.credentials, subject, "\(error.shortWords)", error.nextStep)]
        }
    }
}
