import AWS

/// Judges whom the security group of a run would let in, where one is made.
struct EntranceCheck {
    static let everywhere: Set = ["0.0.0.0/0", "::/0"]

    let configuration: Configuration
    let view: AccountView

    var findings: [PreflightFinding] {
        guard configuration.securityGroupIDs.value.isEmpty else { return [] }
        let setting = "ssh_from"
        switch view.callerNetworks {
        case .success(let networks)?:
            return [.ok(.securityGroup, setting, "this machine is seen at \(networks.joined(separator: ", "))")]
        case .failure(let error)?:
            let words = "it is not set, and \(error.action) came to nothing: \(error.shortWords)"
            let remedy = "Set ssh_from (PTP_SSH_FROM), for example PTP_SSH_FROM=192.0.2.7/32: whom to let in by SSH."
            return [.problem(.securityGroup, setting, words, remedy)]
        case nil:
            let open = configuration.sshFrom.value.filter(Self.everywhere.contains)
            guard !open.isEmpty else { return [] }
            let words = "it lets the whole internet (\(open.joined(separator: ", "))) try to log in"
            return [.warning(.securityGroup, setting, words, "Let in only the addresses that you come from.")]
        }
    }
}
