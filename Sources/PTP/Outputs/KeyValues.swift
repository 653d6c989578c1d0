/// Lines of the form `key=value`: what scripts of ours print, `/etc/os-release`, `systemctl show`, `timedatectl show`.
package struct KeyValues: HostOutput {
    package let values: [String: String]

    package subscript(_ key: String) -> String? { values[key].flatMap { $0.isEmpty ? nil : $0 } }

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// A single line of text, such as a boot id or a path.
package struct OneLine: HostOutput {
    package let text: String

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// Lines of text that mean something only to rules: logs.
package struct Lines: HostOutput {
    package let lines: [String]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}
