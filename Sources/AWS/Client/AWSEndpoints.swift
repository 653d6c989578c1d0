/// Where the services of a region are reached.
public struct AWSEndpoints: Sendable, Equatable {
    /// The region that signatures are made for.
    public let region: String
    private let addresses: [AWSService: WebAddress]

    /// Finds the endpoints of a region as every tool of AWS does.
    ///
    /// - Parameters:
    ///   - environment: `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_EC2` and the like,
    ///     `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`, `AWS_USE_DUALSTACK_ENDPOINT` and `AWS_USE_FIPS_ENDPOINT` count.
    ///   - profile: the `endpoint_url` of the profile, and those of its `services` section as `ec2.endpoint_url`.
    public init(
        region: String,
        environment: [String: String] = [:],
        profile: [String: String] = [:]
    ) throws(AWSSettingError) {
        try Self.check(region)
        self.region = region
        let ignoresOverrides = Self.isTrue(environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"])
        var addresses: [AWSService: WebAddress] = [:]
        for service in AWSService.allCases {
            let override = ignoresOverrides ? nil : Self.override(of: service, environment, profile)
            addresses[service] =
                try override.map(Self.address)
                ?? WebAddress(.https, host: Self.host(of: service, in: region, environment))
        }
        self.addresses = addresses
    }

    /// The cloud that the region belongs to.
    public var partition: AWSPartition { AWSPartition(region: region) }

    /// Where a service is reached.
    public subscript(service: AWSService) -> WebAddress {
        addresses[service] ?? WebAddress(.https, host: Self.host(of: service, in: region, [:]))
    }

    // MARK: Overrides

    private struct Override {
        let name: String
        let value: String
    }

    /// The most special word counts, and the environment before the file.
    private static func override(
        of service: AWSService,
        _ environment: [String: String],
        _ profile: [String: String]
    ) -> Override? {
        let special = "AWS_ENDPOINT_URL_\(service.rawValue.uppercased())"
        let candidates: [Override?] = [
            environment[special].map { Override(name: special, value: $0) },
            environment["AWS_ENDPOINT_URL"].map { Override(name: "AWS_ENDPOINT_URL", value: $0) },
            profile["\(service.rawValue).endpoint_url"].map {
                Override(name: "endpoint_url of the service \(service.rawValue)", value: $0)
            },
            profile["endpoint_url"].map { Override(name: "endpoint_url of the profile", value: $0) },
        ]
        return candidates.lazy.compactMap(\.self).first { !$0.value.isEmpty }
    }

    private static func address(_ override: Override) throws(AWSSettingError) -> WebAddress {
        guard let address = WebAddress(override.value), address.query.isEmpty else {
            // The value is not repeated: it may hold a password, which is one reason to refuse it.
            throw AWSSettingError(
                happened: "\(override.name) is no address of a service",
                next: "Write it like https://host:port, without user, password or query."
            )
        }
        return address
    }

    // MARK: The endpoints of AWS

    private static func host(of service: AWSService, in region: String, _ environment: [String: String]) -> String {
        let partition = AWSPartition(region: region)
        let isDualStack = isTrue(environment["AWS_USE_DUALSTACK_ENDPOINT"])
        // In GovCloud the plain hosts are the FIPS ones.
        let isCertified =
            isTrue(environment["AWS_USE_FIPS_ENDPOINT"]) && (partition != .government || isDualStack)
        let suffix = isDualStack ? partition.dualStackSuffix : partition.suffix
        return "\(service.hostPrefix)\(isCertified ? "-fips" : "").\(region).\(suffix)"
    }

    private static func isTrue(_ value: String?) -> Bool { value?.lowercased() == "true" }

    /// A region becomes part of a host's name, so nothing else may be in it.
    private static func check(_ region: String) throws(AWSSettingError) {
        let isName = region.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard isName, region.utf8.first.map({ $0 != UInt8(ascii: "-") }) ?? false else {
            throw AWSSettingError(
                happened: "'\(region)' is no region",
                next: "Write it like eu-west-1, with PTP_REGION, AWS_REGION or in the profile."
            )
        }
        let letters = region.reversed().prefix { $0.isLetter }
        guard letters.count != 1 || !(region.dropLast().last?.isNumber ?? false) else {
            throw AWSSettingError(
                happened: "\(region) is a zone, not a region",
                next: "Use its region \(region.dropLast()); the subnet decides the zone."
            )
        }
    }
}
