/// Finds the known name that was probably meant, or `nil` when none is near.
///
/// Near is: a slip or two in short names, one in three characters in long ones; or a name cut short (`subnet`).
package func nearestName(to name: String, among known: [String]) -> String? {
    let longest = 64
    let wanted = Array(name.lowercased().utf8)
    guard !wanted.isEmpty, wanted.count <= longest else { return nil }
    let ranked = known.map { (name: $0, slips: editDistance(wanted, Array($0.lowercased().utf8))) }
    if let best = ranked.min(by: { $0.slips < $1.slips }), best.slips <= max(2, wanted.count / 3) {
        // A name of two letters is two slips from every other such name.
        return best.slips < wanted.count ? best.name : nil
    }
    let longer = known.filter { $0.lowercased().contains(name.lowercased()) }
    return wanted.count > 2 && longer.count == 1 ? longer[0] : nil
}

/// Counts the insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
package func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var twoBack: [Int] = []
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var best = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (byte == other ? 0 : 1))
            if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                best = min(best, twoBack[column - 1] + 1)
            }
            current.append(best)
        }
        (twoBack, previous) = (previous, current)
    }
    return previous[right.count]
}
