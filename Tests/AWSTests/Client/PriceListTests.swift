import AWS
import Orchestration
import PTPTesting
import Testing

@Suite struct PriceListTests {
    @Test func `a price is asked for where the list answers, and about the region of the run`() async throws {
        let transport = ScriptedTransport([.success(answer(product("Hrs", "0.0892500000")))])
        let price = try await list(transport).hourlyPrice(of: "c7i.large", in: "eu-west-1")
        #expect(price == Money("0.08925"))
        let request = try #require(transport.requests.first)
        #expect(request.address.host == "api.pricing.us-east-1.amazonaws.com")
        #expect(request.headers.contains { $0 == ("X-Amz-Target", "AWSPriceListService.GetProducts") })
        let signature = request.headers.first { $0.name == "Authorization" }?.value
        #expect(signature?.contains("/us-east-1/pricing/aws4_request") == true, "\(signature ?? "none")")
        let filters = try JSONParser.parse(request.body)["Filters"]?.array
        let asked = filters?.map { "\($0["Field"]?.string ?? "")=\($0["Value"]?.string ?? "")" }
        #expect(
            asked == [
                "instanceType=c7i.large", "regionCode=eu-west-1", "operatingSystem=Linux", "tenancy=Shared",
                "preInstalledSw=NA", "capacitystatus=Used",
            ]
        )
    }

    @Test func `of several offers the dearest counts, and none for nothing or for something else`() async throws {
        let products = [
            product("Hrs", "0.10"), product("Hrs", "0.1200000001"), product("Hrs", "0.0000000000"),
            product("Quantity", "500"),
        ]
        let transport = ScriptedTransport([.success(answer(products.joined(separator: ",")))])
        #expect(try await list(transport).hourlyPrice(of: "c7i.large", in: "eu-west-1") == Money("0.120001"))
    }

    @Test(arguments: ["", #""{}""#, #""{\"terms\":{\"Reserved\":{}}}""#])
    func `what the list does not say is unknown`(products: String) async throws {
        let transport = ScriptedTransport([.success(answer(products))])
        #expect(try await list(transport).hourlyPrice(of: "c7i.large", in: "eu-west-1") == nil)
    }

    @Test func `an answer that makes no sense and a refusal are errors`() async throws {
        let refusal = #"{"__type":"AccessDeniedException","Message":"not you"}"#
        let transport = ScriptedTransport([
            .success(answer(#""{""#)), .success(HTTPResponse(status: 400, body: Array(refusal.utf8))),
        ])
        let list = try list(transport)
        for code in [AWSError.unreadableAnswer, "AccessDeniedException"] {
            let error = await #expect(throws: AWSError.self) {
                try await list.hourlyPrice(of: "c7i.large", in: "eu-west-1")
            }
            #expect(error?.code == code)
        }
    }

    @Test func `the list has its own endpoint variable`() throws {
        let endpoints = try AWSEndpoints(region: "eu-west-1", environment: ["AWS_ENDPOINT_URL_PRICING": "http://h:9"])
        #expect(endpoints[.pricing].port == 9 && endpoints[.ec2].host == "ec2.eu-west-1.amazonaws.com")
    }

    @Test func `it covers the regions that are paid in dollars through it`() {
        #expect(
            ["eu-west-1", "us-east-1", "cn-north-1", "us-gov-west-1"].map(PriceList.covers) == [
                true, true, false, false,
            ]
        )
    }

    private func list(_ transport: ScriptedTransport) throws -> PriceList {
        PriceList(
            AWSCaller(
                try AWSEndpoints(region: PriceList.region),
                credentials: ScriptedCredentials("AKIA1"),
                transport: transport,
                clock: StoppedClock(at: Timestamp(nanoseconds: 1_795_263_715_000_000_000))
            )
        )
    }

    private func answer(_ products: String) -> HTTPResponse {
        HTTPResponse(status: 200, body: Array(#"{"FormatVersion":"aws_v1","PriceList":[\#(products)]}"#.utf8))
    }

    /// A product as it stands in an answer: JSON in a string.
    private func product(_ unit: String, _ dollars: String) -> String {
        let product: JSONValue = [
            "product": ["productFamily": "Compute Instance"],
            "terms": [
                "OnDemand": [
                    "S.T": [
                        "priceDimensions": [
                            "S.T.D": ["unit": .string(unit), "pricePerUnit": ["USD": .string(dollars)]]
                        ]
                    ]
                ]
            ],
        ]
        return String(decoding: JSONValue.string(String(decoding: product.text(), as: UTF8.self)).text(), as: UTF8.self)
    }
}
