import Files
import Glibc

/// OpenSSH's server on loopback, with keys and settings of its own in a temporary directory.
///
/// The machine's own server and its settings are not touched.
struct Sshd: ~Copyable {
    static let program = "/usr/sbin/sshd"

    /// `key` and `known_hosts` for whoever connects, and `ssh_config`, which calls the server `bench`.
    let directory: String
    let port: Int
    let user: String
    private var processID: pid_t = 0

    private init(directory: String, port: Int, user: String) {
        (self.directory, self.port, self.user) = (directory, port, user)
    }

    /// Prepares a server; nobody listens yet.
    static func prepare() throws -> Sshd {
        let directory = "/tmp/ptp-bench-ssh-\(Child.ownID)"
        let user = try String(Child.run("/usr/bin/id", "-un").words.dropLast())
        let server = Sshd(directory: directory, port: try freePort(), user: user)
        guard unsafe mkdir(directory, 0o700) == 0 else {
            throw Child.Failure(description: "\(directory): not made, error \(errno)")
        }
        for name in ["key", "host_key"] {
            let path = "\(directory)/\(name)"
            _ = try Child.run("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path)
        }
        let hostKey = String(decoding: try Files.read("\(directory)/host_key.pub", limit: 1000), as: UTF8.self)
        try server.write("[127.0.0.1]:\(server.port) \(hostKey)", to: "known_hosts")
        try server.write(server.serverSettings, to: "sshd_config")
        try server.write(server.clientSettings, to: "ssh_config")
        // Only there because sshd, started by root, demands it; it stays empty.
        if geteuid() == 0 { unsafe mkdir("/run/sshd", 0o755) }
        return server
    }

    deinit {
        if processID != 0 { Self.end(processID) }
        _ = try? Child.run("/bin/rm", "-rf", directory)
    }

    /// Starts to listen, and says since when.
    @discardableResult mutating func start() throws -> Double {
        let log = "\(directory)/log"
        try write("", to: "log")
        processID = try Child.spawn([Self.program, "-D", "-E", log, "-f", "\(directory)/sshd_config"], []).get()
        let start = Uptime.seconds
        while Uptime.seconds < start + 10 {
            let words = String(decoding: try Files.read(log, limit: 1 << 20), as: UTF8.self)
            if words.contains("listening") { return Uptime.seconds }
            usleep(500)
        }
        throw Child.Failure(description: "\(Self.program): does not listen; its settings were \(serverSettings)")
    }

    /// Listens no more; who is connected stays so.
    mutating func stop() {
        Self.end(processID)
        processID = 0
    }

    private static func end(_ processID: pid_t) {
        kill(processID, SIGTERM)
        _ = waitpid(processID, nil, 0)
    }

    // MARK: - Settings

    private var serverSettings: String {
        """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(directory)/host_key
        AuthorizedKeysFile \(directory)/key.pub
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        MaxStartups 1000
        PerSourceMaxStartups none
        PrintMotd no
        Subsystem sftp internal-sftp
        # What the user's own login scripts do is nobody's figure.
        SetEnv HOME=\(directory)

        """
    }

    private var clientSettings: String {
        """
        Host bench
            HostName 127.0.0.1
            Port \(port)
            User \(user)
            IdentityFile \(directory)/key
            IdentitiesOnly yes
            UserKnownHostsFile \(directory)/known_hosts
            GlobalKnownHostsFile /dev/null
            ControlPath \(directory)/control
            LogLevel ERROR

        """
    }

    private func write(_ text: String, to name: String) throws {
        try Files.write(Array(text.utf8), to: "\(directory)/\(name)")
    }

    /// A port on which nobody listens just now.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Child.Failure(description: "no free port, error \(errno)") }
        return Int(UInt16(bigEndian: place.sin_port))
    }
}
