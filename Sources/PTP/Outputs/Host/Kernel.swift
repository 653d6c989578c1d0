/// The kernel, from `uname -srm` or `uname -a`.
package struct Kernel: HostOutput {
    /// Such as `6.12.79-101.147.amzn2023.x86_64`.
    package let release: String
    /// `x86_64` or `aarch64`.
    package let architecture: String
    /// The first two numbers of the release.
    package let version: Version

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("Linux", at: text.count) }
        guard text.starts(line, with: "Linux "), text.nextLine(from: &place) == nil else {
            throw Unreadable("Linux and its release in one line", at: line.lowerBound)
        }
        var words: [Range<Int>] = []
        place = line.lowerBound
        while let word = text.nextWord(from: &place, to: line.upperBound) { words.append(word) }
        // With `-a` the name of the host comes first, and the release stands before `#1 SMP`.
        let build = words.firstIndex { text.starts($0, with: "#") } ?? 2
        guard words.count > 2, (2...3).contains(build) else {
            throw Unreadable("a release and an architecture", at: line.lowerBound)
        }
        let release = text.text(words[build - 1])
        guard let numbers = Version(leading: release)?.numbers, numbers.count >= 2 else {
            throw Unreadable("the release of a kernel", at: words[build - 1].lowerBound)
        }
        let last = words.last { !text.equals($0, "GNU/Linux") }
        guard let last, last.lowerBound > words[build - 1].lowerBound, text.isArchitecture(last) else {
            throw Unreadable("an architecture", at: line.upperBound)
        }
        self.release = release
        architecture = text.text(last)
        version = Version(numbers[0], numbers[1])
    }
}

extension Span<UInt8> {
    fileprivate func isArchitecture(_ word: Range<Int>) -> Bool {
        equals(word, "x86_64") || equals(word, "aarch64") || equals(word, "i686") || equals(word, "armv7l")
            || equals(word, "riscv64") || equals(word, "ppc64le") || equals(word, "s390x")
    }
}
