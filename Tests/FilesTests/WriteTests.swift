import Files
import Glibc
import Testing

@Suite struct WriteTests {
    @Test func `a file is replaced as a whole and nothing else is left`() throws {
        try withDirectory { directory in
            let path = "\(directory)/file"
            try Files.write(Array(repeating: 1, count: 5000), to: path)
            try Files.write([2], to: path)
            #expect(try Files.read(path, limit: 9) == [2])
            #expect(try Files.names(in: directory) == ["file"])
        }
    }

    @Test func `what cannot be replaced stays as it was, and no half file is left`() throws {
        try withDirectory { directory in
            let path = "\(directory)/taken"
            try Files.makeDirectory("\(path)/inside")
            #expect(complaint { try Files.write(text, to: path) } == "cannot write \(path): Is a directory")
            #expect(try Files.names(in: directory) == ["taken"])
            #expect(Files.isDirectory("\(path)/inside"))
        }
    }

    @Test func `directories are made with those above them, whichever way they are written`() throws {
        try withDirectory { directory in
            for path in ["a", "b/c/d", "e/", "f/g/", "h//i", "j/k//", "a", "b/c"] {
                #expect(throws: Never.self) { try Files.makeDirectory("\(directory)/\(path)") }
                #expect(Files.isDirectory("\(directory)/\(path)"))
            }
            try Files.write(text, to: "\(directory)/file")
            let inPlace = complaint { try Files.makeDirectory("\(directory)/file") }
            #expect(inPlace == "cannot make the directory \(directory)/file: a file is in its place")
            let below = complaint { try Files.makeDirectory("\(directory)/file/a/b") }
            #expect(below?.contains("Not a directory") == true)
            #expect(complaint { try Files.makeDirectory("") } != nil)
        }
    }

    @Test func `names are sorted and a file has none`() throws {
        try withDirectory { directory in
            for name in ["b", "a", ".c", "ä"] { try Files.write([], to: "\(directory)/\(name)") }
            #expect(try Files.names(in: directory) == [".c", "a", "b", "ä"])
            #expect(complaint { _ = try Files.names(in: "\(directory)/a") }?.contains("Not a directory") == true)
        }
    }

    @Test func `a link moves in one step from one target to the next`() throws {
        try withDirectory { directory in
            for target in ["first", "second"] {
                try Files.makeDirectory("\(directory)/\(target)")
                try Files.write(Array(target.utf8), to: "\(directory)/\(target)/name")
                try Files.link("\(directory)/latest", to: target)
                #expect(try Files.read("\(directory)/latest/name", limit: 99) == Array(target.utf8))
            }
            #expect(try Files.names(in: directory) == ["first", "latest", "second"])
        }
    }

    @Test func `a file has one absolute path, with links or without, made or not`() throws {
        try withDirectory { path in
            try Files.makeDirectory("\(path)/real")
            try Files.link("\(path)/link", to: "real")
            let names = ["real/a", "link/a", "real/../link/./a", "/real//a"]
            #expect(names.map { Files.absolute("\(path)/\($0)") } == Array(repeating: "\(path)/real/a", count: 4))
            try Files.write(text, to: "\(path)/real/a")
            #expect(names.map { Files.absolute("\(path)/\($0)") } == Array(repeating: "\(path)/real/a", count: 4))
            #expect(Files.absolute("\(path)/no/such/b") == "\(path)/no/such/b")
        }
        #expect(Files.absolute("not-there.json") == Files.absolute("./not-there.json"))
        #expect(Files.absolute("not-there.json").hasPrefix("/"))
        #expect(Files.absolute("/") == "/")
        #expect(Files.absolute("/not-there") == "/not-there")
    }
}
