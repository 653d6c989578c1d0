/// The files of a simulated machine that matter to its clock: few, so that a list will do.
package struct FileTree: Sendable, Equatable {
    package struct File: Sendable, Equatable {
        package let path: String
        package internal(set) var content: String
    }

    /// In the order of their paths, as a shell lists them.
    package private(set) var files: [File] = []

    /// What a file holds, or what counts where there is none.
    subscript(path: String, default content: String) -> String {
        get { self[path] ?? content }
        set { self[path] = newValue }
    }

    /// What a file holds; `nil` where there is none.
    subscript(path: String) -> String? {
        get { files.first { $0.path == path }?.content }
        set {
            let place = files.firstIndex { $0.path >= path } ?? files.endIndex
            let isThere = place < files.endIndex && files[place].path == path
            switch (newValue, isThere) {
            case (let content?, true): files[place].content = content
            case (let content?, false): files.insert(File(path: path, content: content), at: place)
            case (nil, true): files.remove(at: place)
            case (nil, false): break
            }
        }
    }

    /// The files right below a folder that end so.
    func below(_ folder: String, suffix: String = "") -> [File] {
        let folder = folder.utf8
        return files.filter { file in
            let path = file.path.utf8
            guard path.count > folder.count + 1, path.starts(with: folder) else { return false }
            let rest = path.dropFirst(folder.count)
            return rest.first == UInt8(ascii: "/") && !rest.dropFirst().contains(UInt8(ascii: "/"))
                && rest.reversed().starts(with: suffix.utf8.reversed())
        }
    }

    /// What modprobe reads, as it does: by their names, of two with one name that of the first directory.
    var forModprobe: [File] {
        var found: [(name: Substring, file: File)] = []
        for folder in ["/etc/modprobe.d", "/usr/lib/modprobe.d"] {
            for file in below(folder, suffix: ".conf") {
                let name = Substring(file.path.utf8.dropFirst(folder.utf8.count + 1))
                if !found.contains(where: { $0.name == name }) { found.append((name, file)) }
            }
        }
        return found.sorted { $0.name < $1.name }.map(\.file)
    }
}

extension String {
    /// The lines that are not empty, without their ends.
    var lines: [Substring] { utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) } }

    /// Whether a text stands in it; compared byte by byte, which is much faster than what the library does.
    func has(_ text: String) -> Bool { Substring(self).has(text) }
}

extension Substring {
    /// Whether a text stands in it.
    func has(_ text: String) -> Bool {
        var rest = utf8
        guard let first = text.utf8.first else { return true }
        while let place = rest.firstIndex(of: first) {
            rest = rest[place...]
            if rest.starts(with: text.utf8) { return true }
            rest.removeFirst()
        }
        return false
    }

    /// The words, with blanks between.
    var words: [Substring] {
        utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { Substring($0) }
    }
}
