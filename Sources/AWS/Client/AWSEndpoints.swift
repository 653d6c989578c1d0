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
    ///   - profile: the same in the words of `AWSProfileSettings`.
    public init(
        region: String,
        environment: [String: String] = [:],
        profile: [String: String] = [:]
    ) throws(AWSSettingError) {
        try Self.check(region)
        self.region = region
        let settings = EndpointSettings(environment: environment, profile: profile)
        var addresses: [AWSService: WebAddress] = [:]
        for service in AWSService.allCases {
            addresses[service] = try service.host.address(in: region, by: settings)
        }
        self.addresses = addresses
    }

    /// The cloud that the region belongs to.
    public var partition: AWSPartition { AWSPartition(region: region) }

    /// Where a service is reached.
    public subscript(service: AWSService) -> WebAddress {
        addresses[service]
            ?? WebAddress(.https, host: service.host.host(in: region, by: .init(environment: [:], profile: [:])))
    }

    /// Where a service is reached that is none of AWS's own places: an emulator, most of all.
    public func foreignAddress(of service: AWSService) -> WebAddress? {
        let address = self[service]
        let name = address.host.lowercased()
        let isOwn = AWSPartition.allCases.contains { partition in
            name.hasSuffix(".\(partition.suffix)") || name.hasSuffix(".\(partition.dualStackSuffix)")
        }
        return isOwn ? nil : address
    }

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

extension AWSService {
    /// The service with the names that its host and settings have.
    fileprivate var host: ServiceHost { ServiceHost(prefix: hostPrefix, name: settingName) }
}
