import Orchestration
import PTPVerify
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("subnet_id", "subnet_ids"), ("subnet_id", "subnt_id"), ("subnet_id", "SUBNET_ID"), ("subnet_id", "subnet"),
        ("ssh_port", "ssh_prot"), ("keep", "kepe"), ("region", "regoin"), ("instance_types", "instances_type"),
    ])
    func `a slip finds the name that was meant`(expected: String, typed: String) {
        #expect(nearestName(to: typed, among: SettingTable.rows.map(\.key)) == expected)
    }

    @Test(arguments: ["", "x", "frobnicate", "quantum", String(repeating: "region", count: 100)])
    func `nothing is suggested for what is near to nothing`(typed: String) {
        #expect(nearestName(to: typed, among: SettingTable.rows.map(\.key)) == nil)
    }

    @Test(arguments: [("", "abc", 3), ("abc", "abc", 0), ("abcd", "acbd", 1), ("kitten", "sitting", 3), ("ab", "", 2)])
    func `slips are counted, a swap as one`(left: String, right: String, expected: Int) {
        #expect(editDistance(Array(left.utf8), Array(right.utf8)) == expected)
    }
}
