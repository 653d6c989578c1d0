import PTP
import Shell
import Simulation
import Testing

/// chrony's configuration is read from its files as chronyd does.
@Suite struct ChronySetupTests {
    private static let line = "refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer\n"

    private func rows(_ image: MachineImage, _ files: [(path: String, content: String)]) -> [String] {
        var bench = Bench(.working, image)
        for (path, content) in files { bench.perform(.write(path: path, content: content)) }
        bench.perform(.restartChrony(unit: "chronyd"))
        bench.wait(20)
        return bench.ask(.sources).split(separator: "\n").map {
            $0.split(separator: ",").prefix(3).joined(separator: ",")
        }
    }

    private static let server = "server 169.254.169.123 iburst\n"

    @Test(arguments: [
        ("confdir /etc/chrony.d\n", "x.conf", ["#,*,PHC0", "^,-,169.254.169.123"]),
        (
            "confdir /etc/chrony.d\ninclude /etc/chrony.d/*.conf\n", "x.conf",
            ["#,+,PHC0", "#,*,PHC1", "^,-,169.254.169.123"]
        ),
        ("include /etc/chrony.d/*.conf\n", "x.conf", ["#,*,PHC0", "^,-,169.254.169.123"]),
        ("include /etc/chrony.d/x.conf\n", "x.conf", ["#,*,PHC0", "^,-,169.254.169.123"]),
        ("confdir /etc/chrony.d /usr/etc/chrony.d\n", "x.conf", ["#,*,PHC0", "^,-,169.254.169.123"]),
        ("confdir /etc/chrony.d\n", "x.txt", ["^,*,169.254.169.123"]),
        ("sourcedir /etc/chrony.d\n", "x.sources", ["^,*,169.254.169.123"]),
        ("sourcedir /etc/chrony.d\n", "x.conf", ["^,*,169.254.169.123"]),
        ("#confdir /etc/chrony.d\n", "x.conf", ["^,*,169.254.169.123"]),
    ])
    func `only what its directives reach counts`(main: String, name: String, expected: [String]) {
        let found = rows(
            MachineImage(.rhel9),
            [("/etc/chrony.conf", Self.server + main), ("/etc/chrony.d/\(name)", Self.line)]
        )
        #expect(found == expected)
    }

    @Test func `of two folders the first that has a file counts`() {
        let main = "confdir /etc/chrony.d /usr/etc/chrony.d\n"
        let found = rows(
            MachineImage(.sles15),
            [
                ("/etc/chrony.conf", main), ("/usr/etc/chrony.d/x.conf", Self.line + Self.line),
                ("/etc/chrony.d/x.conf", Self.line),
            ]
        )
        #expect(found.filter { $0.hasPrefix("#") } == ["#,*,PHC0"])
    }
}
