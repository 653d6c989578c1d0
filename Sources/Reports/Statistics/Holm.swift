/// Holm's correction for several tests: each p becomes what it is worth among the others.
///
/// Whoever takes those at most as large as a level for real is wrong about any of them no more often than that.
package func holmCorrected(_ values: [Double]) -> [Double] {
    var corrected = values
    var largest = 0.0
    for (place, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
        largest = max(largest, values[index] * Double(values.count - place))
        corrected[index] = min(1, largest)
    }
    return corrected
}
