import AWS
import Orchestration
import Testing

/// What instances are told for their first boot.
@Suite struct UserDataTests {
    @Test func `every boot arms the timer, unless the instance is kept`() {
        let text = UserData(minutesToLive: 120).text
        #expect(
            text == """
                #cloud-config
                bootcmd:
                  - test -e /etc/ptp-verify-kept || systemd-run --no-block --unit=ptp-verify-expiry \
                --on-active=120min /usr/sbin/shutdown -P now

                """
        )
        #expect(DeadMansSwitch.minutes(inUserData: text) == 120)
    }

    @Test func `a key may log in, and a script runs at the end of the first boot`() {
        let data = UserData(minutesToLive: 5, authorizedKey: "ssh-ed25519 AAAA me", script: "echo one\necho two\n")
        #expect(
            data.text.hasSuffix(
                """
                ssh_authorized_keys:
                  - ssh-ed25519 AAAA me
                runcmd:
                  - |
                    echo one
                    echo two

                """
            )
        )
        #expect(DeadMansSwitch.minutes(inUserData: data.text) == 5)
    }

    @Test func `a host key is given whole, and the ones that the image may have are deleted`() {
        let key = UserData.HostKey(privateFile: Secret("-----BEGIN\nAAAA\n-----END\n"), publicLine: "ssh-ed25519 AA h")
        #expect(
            UserData(minutesToLive: 5, hostKey: key).text.hasSuffix(
                """
                ssh_deletekeys: true
                ssh_keys:
                  ed25519_public: ssh-ed25519 AA h
                  ed25519_private: |
                    -----BEGIN
                    AAAA
                    -----END

                """
            )
        )
    }

    @Test(arguments: ["", "#!/bin/sh\necho --on-active\n", "--on-active=", "--on-active=x"])
    func `words of others arm nothing`(text: String) {
        #expect(DeadMansSwitch.minutes(inUserData: text) == nil)
    }
}
