import Shell

/// Where a machine is, whoever logs in.
struct HostPlace: Hashable {
    let host: String
    let port: Int

    init(_ endpoint: ShellEndpoint) {
        host = endpoint.host.lowercased()
        port = endpoint.port
    }
}
