extension Rule {
    static let imports = [
        testingStaysInTests, libraryStaysBehindItsModule, librariesHaveOneFaceEach, noFoundation,
    ]

    private static let testingStaysInTests = forbids(
        ["import Testing"],
        because: "only PTPTesting and test targets import Testing",
        advice: "Move what needs Testing into Sources/PTPTesting.",
        where: { !$0.isIn(["Sources/PTPTesting", "Tests", "IntegrationTests"]) },
        broken: Snippet(path: "Sources/PTPVerify/Run.swift", text: "public import Testing"),
        kept: Snippet(path: "Sources/PTPTesting/Run.swift", text: "public import Testing")
    )

    private static let libraryStaysBehindItsModule = forbids(
        ["import CLibYAML"],
        because: "only Sources/YAML imports CLibYAML",
        advice: "Use the YAML module, which owns the C library.",
        where: { !$0.isIn(["Sources/YAML"]) },
        broken: Snippet(path: "Sources/Reports/Report.swift", text: "internal import CLibYAML"),
        kept: Snippet(path: "Sources/YAML/Parser.swift", text: "internal import CLibYAML")
    )

    private static let librariesHaveOneFaceEach = forbids(
        ["import CLibCrypto", "import CLibCurl", "import CLibSSH2", "import CLibXML2", "import CSQLite"],
        because: "one file each imports a C library",
        advice: "Use LibCrypto, LibCurl, LibSSH2, LibSQLite or XMLReader (each a .swift file), which own them.",
        where: {
            !$0.isIn([
                "Sources/Crypto/LibCrypto.swift", "Sources/AWS/HTTP/LibCurl.swift", "Sources/SSH/LibSSH2.swift",
                "Sources/AWS/Client/XMLReader.swift", "Sources/SQLite/LibSQLite.swift",
            ])
        },
        broken: Snippet(path: "Sources/AWS/HTTP/CurlWorker.swift", text: "internal import CLibCurl"),
        kept: Snippet(path: "Sources/AWS/HTTP/LibCurl.swift", text: "internal import CLibCurl")
    )

    private static let noFoundation = forbids(
        // Prefixes: FoundationEssentials, FoundationNetworking and FoundationXML are meant too.
        ["import Foundation", "import struct Foundation", "import class Foundation", "import func Foundation"],
        because: "the core and the leaves do without Foundation",
        advice: "Use the standard library or Glibc, or take the value as a parameter.",
        where: {
            $0.isIn([
                "Sources/Orchestration", "Sources/AWS", "Sources/PTP", "Sources/YAML", "Sources/SSH", "Sources/Shell",
                "Sources/Crypto", "Sources/SQLite",
            ])
        },
        broken: Snippet(path: "Sources/PTP/Offset.swift", text: "import FoundationEssentials"),
        kept: Snippet(path: "Sources/PTPVerify/Offset.swift", text: "import FoundationEssentials")
    )
}
