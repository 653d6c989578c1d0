/// `/etc/os-release`.
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

extension Span<UInt8> {
    fileprivate func isVariable(_ key: Range<Int>) -> Bool {
        key.allSatisfy { self[$0] == UInt8(ascii: "_") || self[$0].isDigit || (0x41...0x5A).contains(self[$0]) }
    }

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
