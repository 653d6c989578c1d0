import Files
import Glibc
import Testing

@Suite struct ReadTests {
    @Test func `a file of exactly the limit is read, one byte more is refused`() throws {
        try withDirectory { directory in
            let path = "\(directory)/file"
            try Files.write([1, 2, 3], to: path)
            #expect(try Files.read(path, limit: 3) == [1, 2, 3])
            #expect(try Files.read(path, limit: .max) == [1, 2, 3])
            let reason = complaint { _ = try Files.read(path, limit: 2) }
            #expect(reason == "cannot read \(path): it has more than the 2 bytes that are accepted")
            try Files.write([], to: path)
            #expect(try Files.read(path, limit: 0) == [])
        }
    }

    @Test func `a huge file is refused without being read`() throws {
        try withDirectory { directory in
            let path = "\(directory)/huge"
            try Files.write([0], to: path)
            try #require(unsafe truncate(path, 1 << 40) == 0)
            #expect(
                complaint { _ = try Files.read(path, limit: 1 << 20) }?.contains("more than the 1048576 bytes") == true
            )
        }
    }

    @Test func `what is no regular file is refused, and a pipe without a writer is not waited for`() throws {
        try withDirectory { directory in
            let pipe = "\(directory)/pipe"
            try #require(unsafe mkfifo(pipe, 0o600) == 0)
            #expect(complaint { _ = try Files.read(pipe, limit: 9) } == "cannot read \(pipe): it is not a regular file")
            #expect(
                complaint { _ = try Files.read(directory, limit: 9) } == "cannot read \(directory): it is a directory"
            )
            #expect(complaint { _ = try Files.read("/dev/zero", limit: 9) }?.contains("not a regular file") == true)
            for path in [pipe, directory] {
                #expect(complaint { _ = try FilePieces(of: path) }?.contains("not a regular file") == true)
            }
        }
    }

    @Test func `what is not there is named`() throws {
        try withDirectory { directory in
            let path = "\(directory)/none"
            #expect(
                complaint { _ = try Files.read(path, limit: 9) } == "cannot read \(path): No such file or directory"
            )
            let names = try Files.names(in: path)
            #expect(names == [])
            #expect(!Files.exists(path) && !Files.isDirectory(path))
            #expect(throws: Never.self) { try Files.remove(path) }
        }
    }

    @Test func `pieces put together are the file`() throws {
        try withDirectory { directory in
            let path = "\(directory)/file"
            let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
            try Files.write(bytes, to: path)
            for size in [1, 7, 999, 1000, 1001] {
                var read: [UInt8] = []
                let pieces = try FilePieces(of: path, size: size)
                while case let piece = try pieces.next(), !piece.isEmpty { read += piece }
                #expect(read == bytes)
            }
        }
    }

    @Test func `a file that may not be read is refused, and so is a place that may not be written`() async throws {
        // In a process of its own that gives up being root, for whom nothing is forbidden.
        await #expect(processExitsWith: .success) {
            try withDirectory { directory in
                let (secret, locked) = ("\(directory)/secret", "\(directory)/locked")
                try Files.write(text, to: secret)
                try Files.makeDirectory(locked)
                try Files.write(text, to: "\(locked)/file")
                try #require(unsafe chmod(secret, 0) == 0)
                try #require(unsafe chmod(locked, 0o555) == 0)
                if geteuid() == 0 { try #require(seteuid(65_534) == 0) }
                #expect(
                    complaint { _ = try Files.read(secret, limit: 99) } == "cannot read \(secret): Permission denied"
                )
                let writing = complaint { try Files.write([1], to: "\(locked)/file") }
                #expect(writing == "cannot write \(locked)/file: Permission denied")
                #expect(try Files.read("\(locked)/file", limit: 99) == text)
                #expect(complaint { try Files.makeDirectory("\(locked)/a/b") }?.contains("Permission denied") == true)
                #expect(complaint { _ = try AppendOnlyFile("\(locked)/new") }?.contains("Permission denied") == true)
                _ = seteuid(getuid())
                unsafe chmod(locked, 0o755)
            }
        }
    }
}
