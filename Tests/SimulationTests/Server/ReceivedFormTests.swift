import AWS
import Simulation
import Testing

/// Calls in the form of the Query protocol.
@Suite struct ReceivedFormTests {
    @Test func `a form of our own client is read as it was meant`() throws {
        var sent = QueryForm(.runInstances)
        sent.add("Odd", "a+b %c&d=é\n")
        sent.add("InstanceId", ["i-1", "i-2"])
        sent.addTags(["run": "1", "": "empty"], ofEach: ["instance", "volume"])
        let form = ReceivedForm(String(decoding: sent.encoded, as: UTF8.self))
        #expect(form.action == "RunInstances")
        #expect(form["Odd"] == "a+b %c&d=é\n")
        #expect(form.list("InstanceId") == ["i-1", "i-2"])
        #expect(form.tags(for: "volume") == ["run": "1", "": "empty"])
        #expect(form.tags(for: "subnet") == [:])
    }

    @Test func `a query behind a path is a form, too`() {
        let form = ReceivedForm(ServedRequest(method: "GET", target: "/?Action=DescribeInstances&A=%41+"))
        #expect(form.action == "DescribeInstances" && form["A"] == "A ")
    }

    @Test func `broken encoding stays as it is, and what is not there is missing`() {
        let form = ReceivedForm("Action=A&B=%zz%2B%%+4%4&C&=&D=")
        #expect(form["B"] == "%zz+%% 4%4")
        for name in ["C", "D", "E"] {
            #expect(
                throws: AWSError(
                    code: "MissingParameter",
                    message: "The request must contain the parameter \(name)",
                    action: "A"
                )
            ) { try form.required(name) }
        }
    }

    @Test func `numbers keep their bounds`() throws {
        let form = ReceivedForm("Action=A&MaxResults=4&NextToken=7")
        #expect(try form.number("NextToken", in: 0...7) == 7)
        #expect(try form.number("Other", in: 0...7) == nil)
        #expect(throws: AWSError.self) { try form.number("MaxResults", in: 5...10) }
    }
}
