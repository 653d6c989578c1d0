/// Throw-away keys as `ssh-keygen` and `openssl` write them; they open nothing.
enum KeyFiles {
    static let ed25519 = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
        QyNTUxOQAAACCB9ALCxbBAIJuNyzVT6QyboPIZNYToFFwCC+GBksXYaQAAAIjslm2f7JZt
        nwAAAAtzc2gtZWQyNTUxOQAAACCB9ALCxbBAIJuNyzVT6QyboPIZNYToFFwCC+GBksXYaQ
        AAAEC3kWhtIsg25MQzD6RF57N5nWj6nd6IJLKW1kqJUa/KR4H0AsLFsEAgm43LNVPpDJug
        8hk1hOgUXAIL4YGSxdhpAAAAAXQBAgME
        -----END OPENSSH PRIVATE KEY-----
        """

    static let ed25519Encrypted = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABCR03VdDG
        +4DgFKEho4Im+sAAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIE43P6I1cXqWcvjF
        dpa5MjiFV6mQvOs8pRhMIPA9ezSjAAAAkCPzNiShf3CkuEa1JalBzQLpUF+VYpzRxwwYtB
        efyI/yINgOKy4lpTYdASEX8qHqkwYmUbOQo5f4GOSWs9Oe58tgAFXM5kEJw71tRq+ZJHfT
        k216Llggf6Y5cc9DdCjWbZHuGhUU7jGpGu6mQ3HaKMh0PqSmTNQHwAgQBwzmeRMXTAQN+2
        jVD7z0f1A2FjUNaw==
        -----END OPENSSH PRIVATE KEY-----
        """

    static let ecdsa = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS
        1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQTj+iZt6rnR0pt5xWyaCW2psrg4Y/55
        gc+R8aBnYNunRGM2MtsibIPg/GolYJrq8ae5AWHNQvS6ZW38O0tIVH+iAAAAoAJaYqQCWm
        KkAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBOP6Jm3qudHSm3nF
        bJoJbamyuDhj/nmBz5HxoGdg26dEYzYy2yJsg+D8aiVgmurxp7kBYc1C9Lplbfw7S0hUf6
        IAAAAgVOr9p598AER/xohXXq/JJW0ViMde9b9Ih6C30zl0bYcAAAABdAECAwQFBgc=
        -----END OPENSSH PRIVATE KEY-----
        """

    static let ecdsaPEM = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIJvQH7tsYhhbmr1fvkqTpSaJJ86+bhBSveihBCfjp+p9oAoGCCqGSM49
        AwEHoUQDQgAEU4gLgHRS4+fXUT4UOA9uiOt/+bTzgaCLyWgVE8lXRg22SwhnWTTr
        31pA1FlEMI0I+/8uDFKaon2mjKlNmem+Mw==
        -----END EC PRIVATE KEY-----
        """

    static let ecdsaPEMEncrypted = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,B427E39B9654E80793441BBEB8C2125E

        gzZnRPGyxPw5FRXBcEFk9yZKP8fQH3TBON6xsAlf0/MMJWEBfwzIPx2n0FzALLec
        AqSGlIIMShgmX8FYxM0SLRfUiYBtAYRyo1H/GEYNTS2okb9Ak/LUCNvPpUR+809Q
        BFjB9aHVg9v7q2CnEhHe4VIErYxFNJGMtlPQRQL6l9I=
        -----END EC PRIVATE KEY-----
        """

    static let ecdsaPKCS8 = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgI7jZvRl0uB+3VNdw
        Eilv008sRmaWqAzVot8PVK75uNOhRANCAASdeUYql+BGQfn8NJS2FyBD+dZt2kY3
        m1S2ndtDD6eBF8L5CyaEGL11nvkEa/rncVSqx2h08Y8IVd6N2AqzaFHI
        -----END PRIVATE KEY-----
        """

    static let ecdsaPKCS8Encrypted = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiHkjCbKkEy/QICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEIAK1Mw/Nnw5KEpGbpX9wlwEgZDg
        ZX2ySROL347ncFXxGyvxvk6vU5smvdKq72o7c/H7cuP6fakT7r9PQUkb1DHOsOX5
        qC52LDZvYCOKV3VmtnZPUe2RvaElz9eoTxI4s+n0hazE+19AJM4OjqodWmt5N/1r
        rlbEzh5l14urEFbiKxto2aIz+hL1Hk/jWSS4+yfzrzZqjubPQpIS+pLpJ+fkRKw=
        -----END ENCRYPTED PRIVATE KEY-----
        """

    static let ed25519PKCS8 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIM5REBAQ4IRqYttb+eu6iQiTNEUxw0sOPxWmN9AViEWp
        -----END PRIVATE KEY-----
        """

    static let ecdsaWithParameters = """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIAl9GZUDYH0bIr+otQLKZ5tcBQKT3Ewfhfuk4ad30yP5oAoGCCqGSM49
        AwEHoUQDQgAEA9WSDiMcc/3Pv3fdtJLghcylbShP6O4bjjAkTrFybxmyeV8k1L61
        Fn5A2TDTRyCXp086PjaWoHiSfsYY2YlD8g==
        -----END EC PRIVATE KEY-----
        """

    static let rsaPEM = """
        -----BEGIN RSA PRIVATE KEY-----
        MIICXQIBAAKBgQCe4Og3BPgPRRYwiflzNxRIis8Ui8df9ZUBBxB9N2i/Tfk6NUqO
        V8eIGXSdZGkgYlTHPcXSfxlqQCvx0jWCHcG4/hPTxbKfuFMYat7kHlpFowfFMxuv
        yw8Rb9lwEguVXTnsj0lvyzwnWCxiPcRX+QE5re0/GU+AHeQlvXmadSfwuwIDAQAB
        AoGBAIQtgqO7a5BwnqxVLYXQDfzoFq32ODG6Q3OuZ+Z0wZ1ehnkJuvQ/TQ4Kd301
        +0vo4rU7zCd6fC9sIeM2SjPtA6vPglINt0qr3ouqurcVBRnwJMWrlU8keM7tThFu
        G5DrK2ce+BGpUEGuo+HpcqMGvIlXwP4HdYxagBtgxbtMkcGZAkEAzLd8nTEWdpgJ
        sZFDrgoxLQAu5J5oY+OzjoJr2JzfcHOrw3KKMCoFKgMKi7g3eBBZNlzREVyLLJrB
        JAw//TkaJwJBAMatz2FeZlBXYkZaF/GiOBefj0fjTu9r64kvseRb5FMjnMeK2XKp
        7A7320deS+2uPvU6CbW6P44Fm6R6s6KHNU0CQCDSDgV5mDtdNrikLHCbq7SmQd5f
        Uycom2HuoPGyfNQfh1snYuZD5l4M7MTnvOTf4h2oFdCtwJZfHTX1TNEBNaMCQHGN
        i7aZ7p5Co2+UNJUtYyPVVV4AA/CBXPhmoyTihGgkNYoyyL9pcPrJHLH4qirpaSBd
        kIkmLwbsG53xZ1QgNQ0CQQDBxsFZKig4k//BXNezBSzfvqLAPKLkWTDed7ejQzFh
        cAaFi62ou2adBxvQVlfj2YMJUZkEQvLKrcKr7aD1ySbC
        -----END RSA PRIVATE KEY-----
        """

    static let rsaPKCS8 = """
        -----BEGIN PRIVATE KEY-----
        MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAJ9OT9jYq4BMpv6W
        ZeyAaxOR+fOa7SqTBe1rBIZO3isiP5MdzUfJG66OFjGG2UEagR4J+ljeWiHI663F
        +wMZFnqV5gEl/SscT5A+koSNS82zBoUGThEJffuOLc6w5VY+N23xhVPt5UnYcUvL
        dg6tQnRELVQQW0N2lGPcT40LYAp9AgMBAAECgYAkzyyF93KRP6TqeIfugLG9IOK3
        Vhns13HsLOkru3d8UfqMnLs9FgvuZmhcY0M51sz0yutss1vyKIHEclWQnrBhn27s
        1Fo5MDv3+WHcLOGKd9DAY19weraE4auG7wwgJWhhtn+zSUNSQkVTh2sMFQxHI7TJ
        RWkeAae+ELw64XTJIQJBANKdRJ5DTfK4aVfNlyV3TFuqJc3qjE0HUR84oeIJmmq7
        ayLe2BuPPF4/5AzJBtwULzfkAeWtbjIxjoBzEHf7z2UCQQDBopFdoWR7tvbvQjRh
        FvAd8i9gJ0URR0lXiWRq3H29duudah4mHAqCQ5CtZ9hCpPXHQzOZJmEQBF7GjAGK
        9hk5AkAegeNPnWYsE2RG8KPFLIul93Z0ZlYeTkIE6LoiOMviS/WP3oGlNFFFQbHx
        3CifNllEmkVgFIgSwzTmDETFbHc1AkBAslmRiCAzucEt1df8bJaT2tx7awOHr2LQ
        7aXwknUsvbQhp1glcY8NURfg6GZ4dfdsuYZe8FTT7jHgctz9Ghb5AkA2r+qbjpXe
        l4+D0yefBkx3n7B20yyadSLaNeJCxRw7NHy2XOLqa8pP7phAedrkJJ+Y6Za+TQ5E
        9kxNnztYg675
        -----END PRIVATE KEY-----
        """

    static let publicHalf =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIH0AsLFsEAgm43LNVPpDJug8hk1hOgUXAIL4YGSxdhp me@here"
}
