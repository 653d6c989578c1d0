public import Orchestration

/// The public price list of AWS.
///
/// It answers in few regions, and for all of them: the region that is called is not the one that is asked about.
public struct PriceList: Sendable {
    /// Where it answers.
    public static let region = "us-east-1"

    private let caller: AWSCaller

    /// Makes a client that calls where it answers.
    public init(_ caller: AWSCaller) { self.caller = caller }

    /// Whether it knows what a region costs in dollars; that of China has another currency, others no entry.
    public static func covers(region: String) -> Bool { AWSPartition(region: region) == .aws }

    /// What an hour of a type costs on demand, with Linux and nothing else on it; `nil` when the list does not say.
    public func hourlyPrice(of type: String, in region: String) async throws(AWSError) -> Money? {
        try await caller.call(PriceListRequest.hourlyPrice(of: type, in: region))
    }
}

/// The calls of the price list as values.
package enum PriceListRequest {
    /// Asks what an hour of a type costs.
    package static func hourlyPrice(of type: String, in region: String) -> AWSRequest<Money?> {
        let filters = [
            ("instanceType", type), ("regionCode", region), ("operatingSystem", "Linux"), ("tenancy", "Shared"),
            ("preInstalledSw", "NA"), ("capacitystatus", "Used"),
        ]
        let content: JSONValue = [
            "ServiceCode": "AmazonEC2",
            "Filters": .array(
                filters.map { ["Type": "TERM_MATCH", "Field": .string($0.0), "Value": .string($0.1)] }
            ),
            "FormatVersion": "aws_v1",
        ]
        return AWSRequest(.getProducts, .json(content), about: [type]) { answer throws(UnreadableAnswer) in
            var prices: [Money] = []
            for product in answer.list("PriceList") {
                guard let content = try? JSONParser.parse(Array(product.text.utf8)) else {
                    throw UnreadableAnswer("a product in it is no JSON")
                }
                prices += hourlyPrices(in: content)
            }
            // Where several offers match, nothing is to come cheaper than it is.
            return prices.max()
        }
    }

    /// The prices per hour on demand of a product; those of nothing are no prices of instances.
    private static func hourlyPrices(in product: JSONValue) -> [Money] {
        let offers = product["terms"]?["OnDemand"]?.object?.members ?? []
        let dimensions = offers.flatMap { $0.value["priceDimensions"]?.object?.members ?? [] }
        return dimensions.compactMap { dimension in
            guard dimension.value["unit"]?.string == "Hrs" else { return nil }
            let price = dimension.value["pricePerUnit"]?["USD"]?.string.flatMap { Money(roundingUp: $0) }
            return price.flatMap { $0 > .zero ? $0 : nil }
        }
    }
}
