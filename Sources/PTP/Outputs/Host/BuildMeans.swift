/// What a driver could be built with.
package struct BuildMeans: HostOutput {
    /// Whether the headers of the running kernel are there.
    package let hasHeaders: Bool
    /// `CONFIG_PTP_1588_CLOCK`: `y`, `m`, or `nil` where it is unknown.
    package let clockSupport: String?
    /// Free kilobytes by directory.
    package let free: [String: Int]
    /// Kilobytes.
    package let memory: Int?
    /// The program that compiled the running kernel, where the host does not have it: `x86_64-linux-gnu-gcc-12`.
    package let missingCompiler: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        hasHeaders = try text.isYes(text.value("headers", from: &place))
        let support = try text.value("ptp", from: &place)
        clockSupport = support.isEmpty ? nil : text.text(support)
        var free: [String: Int] = [:]
        var memory: Int?
        var compiler: String?
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.assignment(line) else {
                throw Unreadable("free kilobytes", at: line.lowerBound)
            }
            // Where `df` said nothing there is none.
            if value.isEmpty { continue }
            if text.equals(key, "compiler") {
                compiler = text.text(value)
                continue
            }
            guard let size = text.count(value) else { throw Unreadable("kilobytes", at: value.lowerBound) }
            if text.equals(key, "memory") {
                memory = size
            } else if text.starts(key, with: "free/") {
                free[text.text(key.lowerBound + "free".utf8.count..<key.upperBound)] = size
            } else {
                throw Unreadable("free kilobytes", at: line.lowerBound)
            }
        }
        self.free = free
        self.memory = memory
        missingCompiler = compiler
    }
}
