import PTPTesting
import Testing

@Suite struct PropertyPlanTests {
    @Test(
        arguments: [
            ([:], PropertyPlan(seed: 1, runs: 200)),
            (["PROPERTY_SEED": "7"], PropertyPlan(seed: 7, runs: 200)),
            (["PROPERTY_RUNS": "10"], PropertyPlan(seed: 1, runs: 2_000)),
            (["PROPERTY_RUNS": "0.1", "PROPERTY_SEED": "18446744073709551615"], PropertyPlan(seed: .max, runs: 20)),
            (["PROPERTY_RUNS": "0.000001"], PropertyPlan(seed: 1, runs: 1)),
        ] as [([String: String], PropertyPlan)]
    )
    func `the environment changes seed and number of runs`(
        environment: [String: String],
        expected: PropertyPlan
    ) throws {
        #expect(try PropertyPlan(seed: 1, runs: 200) { environment[$0] } == expected)
    }

    @Test func `seed and index together plan that one run`() throws {
        let environment = ["PROPERTY_SEED": "7:4200", "PROPERTY_RUNS": "0.1"]
        let plan = try PropertyPlan(seed: 1, runs: 200) { environment[$0] }
        #expect(plan.seed == 7)
        #expect(plan.indices == 4_200..<4_201)
    }

    @Test(
        arguments: ["", "x", "-1", "7:", ":7", "7:-1", "7:1:1", "7:9223372036854775807"].map { ("PROPERTY_SEED", $0) }
            + ["", "0", "-2", "nan", "inf", "1e300", "many"].map { ("PROPERTY_RUNS", $0) }
    )
    func `a value that cannot be read is refused by name`(variable: String, text: String) throws {
        let error = try #require(throws: PropertyPlanError.self) {
            try PropertyPlan(seed: 1, runs: 200) { $0 == variable ? text : nil }
        }
        #expect("\(error)".hasPrefix("\(variable)="))
        #expect("\(error)".hasSuffix("or unset it."))
    }
}
