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

    // MARK: - JSON

    @Test func `escapes of JSON are read as JSON means them`() throws {
        let key = String(repeating: "k", count: 100)
        let value = String(repeating: "v", count: 200)
        let file = #"""
            {"provider": "simulated", "seed": 18446744073709551615, "confirm": true, "region": "\u00e9\/",
            \#t"labels": {"\ud83d\ude00": "\uD83D\uDD52 \u0041", "\#(key)": "\#(value)"}}
            """#
        let configuration = try Layers(file: file, path: "fleet.json").configuration()
        #expect(configuration.labels.value == ["😀": "🕒 A", key: value])
        #expect(configuration.region.value == "é/")
        #expect(configuration.seed.value == .max)
        #expect(configuration.confirm.value)
    }

    @Test func `every problem of a JSON file is told with its place, behind escapes, too`() {
        let file = #"""
            {"labels": {"é\ud83d\ude00": "", "a": "1", "a": "2"}, "ssh_port": 0,
              "instance_types": [{"type": "c7i.large", "quantity": "two"}], "subnet_id": "subnet-1",
              "keep": null, "regoin": "here", "ssh_port": 22}
            """#
        #expect(
            Layers(file: file, path: "fleet.JSON").problems().map { String($0.split(separator: "\n")[0]) } == [
                #"fleet.JSON:1:30: the label "é😀" has no value"#,
                #"fleet.JSON:1:44: the key "a" is there twice; the first is at line 1, column 34"#,
                #"fleet.JSON:1:67: ssh_port must be a whole number from 1 to 65535, not "0""#,
                #"fleet.JSON:2:56: the quantity of c7i.large must be a whole number from 1 to 1000, not "two""#,
                #"fleet.JSON:3:11: keep has no value"#,
                #"fleet.JSON:3:17: unknown key "regoin""#,
                #"fleet.JSON:3:35: the key "ssh_port" is there twice; the first is at line 1, column 55"#,
            ]
        )
    }

    @Test(arguments: [
        ("{a: 1}", "1:2: not JSON: expected a string"),
        ("{\n\"region\": \"\\ud83d\"}", "2:12: not JSON: half of a surrogate pair"),
        ("{\"é\": 'x'}", "1:7: not JSON: not a JSON value"),
        ("", "1:1: not JSON: the text ends where a value should be"),
        ("[]", "1:1: the file must be a mapping of keys to values"),
        ("region: a", "1:1: not JSON: not a JSON value"),
    ])
    func `what is no JSON object is refused with its place`(text: String, problem: String) {
        #expect(Layers(file: text, path: "fleet.json").problems() == ["fleet.json:\(problem)"])
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
