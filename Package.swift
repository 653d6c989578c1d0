// swift-tools-version: 6.2
import PackageDescription

// The import graph of the house: arrows only point down, and the build enforces it
// (`--explicit-target-dependency-import-check error`).
let package = Package(
    name: "ptp-verify",
    products: [
        .library(name: "Orchestration", targets: ["Orchestration"]),
        .library(name: "PTPTesting", targets: ["PTPTesting"]),
        .executable(name: "ptp-verify", targets: ["ptp-verify"]),
    ],
    targets: [
        // System libraries: a module map and a shim header each.
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CLibSSH2", pkgConfig: "libssh2", providers: [.apt(["libssh2-1-dev"])]),

        // The generic core and the leaves.
        .target(name: "Orchestration"),
        .target(name: "YAML", dependencies: ["CLibYAML"]),
        .target(name: "SQLite", dependencies: ["CSQLite"]),
        .target(name: "Files"),
        .target(name: "Threads"),
        .target(name: "Crypto", dependencies: ["CLibCrypto"]),
        .target(name: "Shell", dependencies: ["Crypto", "Orchestration"]),
        .target(name: "AWS", dependencies: ["CLibCurl", "CLibXML2", "Crypto", "Orchestration", "Threads"]),
        .target(name: "SSH", dependencies: ["CLibSSH2", "Crypto", "Orchestration", "Shell", "Threads"]),
        .target(name: "PTP", dependencies: ["Orchestration", "Shell"]),
        .target(name: "Reports", dependencies: ["Orchestration", "SQLite", "YAML"]),
        .target(name: "Simulation", dependencies: ["AWS", "Crypto", "Files", "Orchestration", "PTP", "Shell"]),

        // The composition root, and what stands on it.
        .target(
            name: "PTPVerify",
            dependencies: [
                "AWS", "Crypto", "Files", "Orchestration", "PTP", "Reports", "SSH", "Shell", "Simulation", "YAML",
            ]
        ),
        .target(name: "PTPTesting", dependencies: ["Orchestration", "PTPVerify", "Reports", "Shell"]),
        .executableTarget(name: "ptp-verify", dependencies: ["Orchestration", "PTPVerify", "Reports"]),
        .executableTarget(
            name: "ptp-bench",
            dependencies: [
                "AWS", "Files", "Orchestration", "PTP", "PTPVerify", "Reports", "SSH", "Shell", "Simulation",
            ]
        ),

        // Tests that need nothing but the package.
        .testTarget(name: "OrchestrationTests", dependencies: ["Orchestration", "PTPTesting", "Simulation"]),
        .testTarget(name: "YAMLTests", dependencies: ["Orchestration", "YAML"]),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["AWS", "Orchestration", "PTP", "PTPTesting", "Shell", "Simulation"]
        ),
        .testTarget(
            name: "PTPVerifyTests",
            dependencies: [
                "AWS", "Crypto", "Files", "Orchestration", "PTP", "PTPTesting", "PTPVerify", "Reports", "SSH", "Shell",
                "Simulation", "YAML",
            ]
        ),
        .testTarget(name: "FilesTests", dependencies: ["Files"]),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["Files", "Orchestration", "PTPTesting", "Reports", "SQLite", "YAML"]
        ),
        .testTarget(name: "SQLiteTests", dependencies: ["Files", "Orchestration", "PTPTesting", "SQLite"]),
        .testTarget(name: "PTPTests", dependencies: ["Orchestration", "PTP", "PTPTesting", "Shell"]),
        .testTarget(name: "AWSTests", dependencies: ["AWS", "Crypto", "Orchestration", "PTPTesting"]),
        .testTarget(name: "CryptoTests", dependencies: ["Crypto", "Orchestration", "PTPTesting"]),
        .testTarget(name: "ShellTests", dependencies: ["Orchestration", "PTPTesting", "Shell", "Simulation"]),
        .testTarget(
            name: "SSHTests",
            dependencies: ["Crypto", "Orchestration", "PTPTesting", "SSH", "Shell", "Simulation"]
        ),
        .testTarget(name: "TidyTests"),

        // Tests that talk to real parts, and the suite itself.
        .testTarget(
            name: "PTPHardware",
            dependencies: ["PTPTesting"],
            path: "IntegrationTests/PTPHardware"
        ),
        .testTarget(
            name: "Processes",
            dependencies: ["IntegrationSupport", "Orchestration", "PTPVerify", "Simulation"],
            path: "IntegrationTests/Processes"
        ),
        .testTarget(
            name: "EmulatedCloud",
            dependencies: ["AWS", "IntegrationSupport", "Orchestration", "PTPVerify", "SSH"],
            path: "IntegrationTests/EmulatedCloud"
        ),
        .testTarget(
            name: "RealHosts",
            dependencies: [
                "Crypto", "IntegrationSupport", "Orchestration", "PTP", "PTPTesting", "PTPVerify", "SSH", "Shell",
            ],
            path: "IntegrationTests/RealHosts"
        ),
        .testTarget(
            name: "ClockLab",
            dependencies: ["IntegrationSupport", "Orchestration", "PTPVerify"],
            path: "IntegrationTests/ClockLab"
        ),
        .testTarget(
            name: "ReportReaders",
            dependencies: ["Files", "IntegrationSupport", "Orchestration", "PTPVerify", "Reports"],
            path: "IntegrationTests/ReportReaders"
        ),
        .target(
            name: "IntegrationSupport",
            dependencies: ["Orchestration", "PTPVerify"],
            path: "IntegrationTests/Support"
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
}
