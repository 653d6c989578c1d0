internal import Glibc
import PTPVerify
import Testing

@Suite struct ConfigurationFileTests {
    @Test func `a regular file is read whole`() throws {
        let bytes = try ConfigurationFiles.readRegularFile("\(fixtureFolder)/bad/no-subnet.yaml")
        #expect(String(decoding: bytes, as: UTF8.self) == "instance_types: c7i.large\n")
    }

    @Test(arguments: [
        ("/nonexistent/fleet.yaml", "there is no such file"),
        ("/dev/null/fleet.yaml", "a part of its path is not a directory"),
        ("/usr", "it is a directory"),
        ("/dev/zero", "it is not a regular file"),
        (String(repeating: "x", count: 5000), "its name is too long"),
    ])
    func `what is no readable file is refused with one reason`(path: String, message: String) throws {
        let error = try #require(throws: ConfigurationFileError.self) {
            try ConfigurationFiles.readRegularFile(path)
        }
        #expect(error.message == message)
    }

    @Test func `a pipe is refused and not waited for`() throws {
        let error = try refusal { path in unsafe mkfifo(path, 0o600) }
        #expect(error.message == "it is not a regular file")
    }

    @Test func `links that go round in circles are named`() throws {
        let error = try refusal { path in unsafe symlink(path, path) }
        #expect(error.message == "its symbolic links go round in circles")
    }

    @Test func `a huge file is refused unread`() throws {
        let error = try refusal { path in
            let descriptor = unsafe open(path, O_CREAT | O_WRONLY, 0o600)
            defer { close(descriptor) }
            return ftruncate(descriptor, 100 << 20)
        }
        #expect(error.message == "it is larger than 1 MiB")
    }

    @Test func `an unreadable file is refused`() throws {
        // Root may read every file but one that the kernel offers for writing only.
        let error =
            geteuid() == 0
            ? try #require(throws: ConfigurationFileError.self) {
                try ConfigurationFiles.readRegularFile("/proc/sys/vm/drop_caches")
            }
            : try refusal { path in close(unsafe open(path, O_CREAT | O_WRONLY, 0)) }
        #expect(error.message == "permission denied")
    }

    @Test func `an alias bomb in a file is one problem with its place`() {
        var text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        for level in 1..<20 {
            let aliases = repeatElement("*a\(level - 1)", count: 10).joined(separator: ",")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(
            Layers(file: text).problems() == ["fleet.yaml:5:38: more than 100000 keys and values, aliases expanded"]
        )
    }

    @Test func `a long wrong value is shortened in the message`() {
        let problems = Layers(arguments: ["--ssh-port", String(repeating: "9", count: 5000)]).problems()
        #expect(problems.count == 1)
        #expect(problems.allSatisfy { $0.hasSuffix("9…\"") && $0.count < 160 })
    }

    @Test func `a file that cannot be read is one problem, at the place that names it`() {
        #expect(
            Layers(environment: ["PTP_CONFIG": "/etc/none.yaml"], arguments: ["--ssh-port=0"]).problems() == [
                "--ssh-port: ssh_port must be a whole number from 1 to 65535, not \"0\"",
                "PTP_CONFIG: cannot read the configuration file /etc/none.yaml: there is no such file",
            ]
        )
    }

    @Test func `what the JSON check says is told with its place`() {
        let files = ConfigurationFiles(
            read: { _ in Array("{a: 1}".utf8) },
            checkJSON: { _ in JSONSyntaxProblem(message: "a key must be in double quotes", line: 1, column: 2) }
        )
        let result = Configuration.resolve(environment: ["PTP_CONFIG": "fleet.JSON"], files: files)
        #expect(throws: ConfigurationProblems.self) { try result.get() }
        guard case .failure(let problems) = result else { return }
        #expect(problems.description == "fleet.JSON:1:2: not JSON: a key must be in double quotes")
    }
}

// MARK: - Fixtures

/// Makes something that is no readable file in a new folder, and returns why it is refused.
private func refusal(making make: (_ path: String) -> Int32) throws -> ConfigurationFileError {
    var template = Array("/tmp/ptp-verify-config.XXXXXX".utf8CString)
    let folder = try #require(unsafe mkdtemp(&template).map { unsafe String(cString: $0) })
    let path = "\(folder)/fleet.yaml"
    defer {
        unsafe unlink(path)
        unsafe rmdir(folder)
    }
    try #require(make(path) == 0)
    return try #require(throws: ConfigurationFileError.self) { try ConfigurationFiles.readRegularFile(path) }
}
