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
        files.filter { file in
            let path = file.path.utf8
            return path.count > folder.utf8.count + 1 && file.path.hasPrefix(folder)
                && path.dropFirst(folder.utf8.count).first == UInt8(ascii: "/")
                && !path.dropFirst(folder.utf8.count + 1).contains(UInt8(ascii: "/")) && file.path.hasSuffix(suffix)
        }
    }
}

extension String {
    /// The lines, without their ends.
    var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: true) }
}
