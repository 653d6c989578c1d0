/// `/etc/os-release`, or the one line of `/etc/system-release` on the distributions of Red Hat's kind.
package struct OperatingSystem: HostOutput {
    /// `ID`, such as `amzn`.
    package let id: String
    /// `VERSION_ID`, such as `2023`; rolling distributions have none.
    package let version: String?
    /// `ID_LIKE`.
    package let like: [String]
    /// `PRETTY_NAME`, else `NAME`.
    package let name: String

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var (id, version, name, prettyName): (String?, String?, String?, String?) = (nil, nil, nil, nil)
        var like: [String] = []
        var place = 0
        if let line = text.onlyLine, let system = OperatingSystem(text, release: line) {
            self = system
            return
        }
        while let line = text.nextLine(from: &place) {
            if text[line.lowerBound] == UInt8(ascii: "#") { continue }
            guard let (key, value) = text.assignment(line), text.isVariable(key) else {
                throw Unreadable("a variable of os-release", at: line.lowerBound)
            }
            let content = text.unquoted(value)
            if text.equals(key, "ID") { id = content }
            if text.equals(key, "VERSION_ID") { version = content }
            if text.equals(key, "ID_LIKE") { like = content.split(separator: " ").map(String.init) }
            if text.equals(key, "NAME") { name = content }
            if text.equals(key, "PRETTY_NAME") { prettyName = content }
        }
        guard let id, !id.isEmpty else { throw Unreadable("ID=", at: text.count) }
        self.id = id
        self.version = version.flatMap { $0.isEmpty ? nil : $0 }
        self.like = like
        self.name = prettyName ?? name ?? id
    }
}

extension OperatingSystem {
    /// What the distributions call themselves in `/etc/system-release`, and in `ID`.
    private static let releaseNames = [
        "Amazon Linux": "amzn", "Red Hat Enterprise Linux": "rhel", "CentOS Linux": "centos", "CentOS Stream": "centos",
        "Rocky Linux": "rocky", "AlmaLinux": "almalinux", "Fedora": "fedora", "Oracle Linux Server": "ol",
    ]

    /// Reads `Red Hat Enterprise Linux release 9.4 (Plow)`.
    init?(_ text: Span<UInt8>, release line: Range<Int>) {
        let mark: StaticString = " release "
        guard line.count < 200, let place = text.place(of: mark, in: line),
            let id = Self.releaseNames[text.text(line.lowerBound..<place)]
        else { return nil }
        let number = text.firstWord(place + mark.utf8CodeUnitCount..<line.upperBound)
        guard !number.isEmpty, text[number.lowerBound].isDigit else { return nil }
        self.id = id
        version = text.text(number)
        like = []
        name = text.text(line)
    }
}

extension Span<UInt8> {
    /// A value without the quotes that a shell would take off.
    fileprivate func unquoted(_ value: Range<Int>) -> String {
        guard value.count >= 2, let quote = "\"'".utf8.first(where: { $0 == self[value.lowerBound] }),
            self[value.upperBound - 1] == quote
        else { return text(value) }
        let content = text(value.lowerBound + 1..<value.upperBound - 1)
        guard quote == UInt8(ascii: "\""), content.utf8.contains(UInt8(ascii: "\\")) else { return content }
        var plain = ""
        var isEscaped = false
        for character in content {
            isEscaped = character == "\\" && !isEscaped
            if !isEscaped { plain.append(character) }
        }
        return plain
    }
}
