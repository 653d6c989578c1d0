import Files
import Foundation
import Testing

@Suite struct AppendOnlyFileTests {
    @Test func `what is appended stands after what was there`() throws {
        try withDirectory { directory in
            let path = "\(directory)/journal"
            try withExtendedLifetime(AppendOnlyFile(path)) { try $0.append(text, durable: true) }
            try withExtendedLifetime(AppendOnlyFile(path)) { try $0.append(text, durable: false) }
            #expect(try Files.read(path, limit: 99) == text + text)
        }
    }

    @Test func `a torn end becomes a line of its own that does not count`() throws {
        try withDirectory { directory in
            let path = "\(directory)/journal"
            try Files.write(text + Array("torn".utf8), to: path)
            try withExtendedLifetime(AppendOnlyFile(path)) { try $0.append(text, durable: true) }
            #expect(try Files.read(path, limit: 99) == text + Array("torn\u{18}\n".utf8) + text)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `one writer at a time in one process`() throws {
        try withDirectory { directory in
            let path = "\(directory)/journal"
            try withExtendedLifetime(AppendOnlyFile(path)) { _ in
                let isInUse = try AppendOnlyFile.isInUse(path)
                #expect(isInUse)
                #expect(throws: AppendOnlyFile.InUse.self) { try AppendOnlyFile(path) }
            }
            // A process that another test is starting has inherited the lock until it runs its program.
            while try AppendOnlyFile.isInUse(path) { sched_yield() }
            #expect(throws: Never.self) { try AppendOnlyFile(path) }
        }
    }

    @Test func `another process that writes the file keeps us out until it is dead`() throws {
        try withDirectory { directory in
            let path = "\(directory)/journal"
            try Files.write(text + Array("half".utf8), to: path)
            let (other, output) = (Process(), Pipe())
            other.executableURL = URL(filePath: "/usr/bin/flock")
            // Says so once it has the lock, and holds it until it is killed.
            other.arguments = ["--no-fork", path, "sh", "-c", "echo locked; exec sleep 600"]
            other.standardOutput = output
            try other.run()
            #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "locked\n")
            #expect(try AppendOnlyFile.isInUse(path))
            let error = #expect(throws: AppendOnlyFile.InUse.self) { try AppendOnlyFile(path) }
            #expect(error?.path == path)
            #expect(try Files.read(path, limit: 99) == text + Array("half".utf8), "who is kept out changes nothing")
            kill(other.processIdentifier, SIGKILL)
            other.waitUntilExit()
            #expect(try !AppendOnlyFile.isInUse(path))
        }
    }

    @Test func `a full disk and an impossible place are errors with their reason`() throws {
        let full = try AppendOnlyFile("/dev/full")
        #expect(complaint { try full.append(text, durable: true) } == "cannot write /dev/full: No space left on device")
        try withDirectory { directory in
            #expect(complaint { _ = try AppendOnlyFile(directory) } == "cannot open \(directory): Is a directory")
            let missing = "\(directory)/none/journal"
            #expect(
                complaint { _ = try AppendOnlyFile(missing) } == "cannot open \(missing): No such file or directory"
            )
            #expect(complaint { _ = try AppendOnlyFile.isInUse(missing) }?.contains("No such file") == true)
        }
    }
}
