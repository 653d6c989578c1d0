import Files
import Glibc
import Testing

/// A directory of its own for a test, removed with everything in it.
func withDirectory(_ body: (String) throws -> Void) throws {
    let path = "/tmp/files-tests-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try Files.makeDirectory(path)
    defer { removeAll(path) }
    try body(path)
}

/// Removes a directory and what is in it.
private func removeAll(_ path: String) {
    for name in (try? Files.names(in: path)) ?? [] {
        let inside = "\(path)/\(name)"
        if unsafe unlink(inside) != 0 { removeAll(inside) }
    }
    unsafe rmdir(path)
}

/// What an operation complains of.
func complaint(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return "\(error)"
    }
}

let text = Array("some text\n".utf8)
