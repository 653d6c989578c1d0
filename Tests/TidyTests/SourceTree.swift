import Foundation

/// The package's own sources, found from where this file was compiled.
enum SourceTree {
    /// The folder of Package.swift, with a slash at the end.
    static let root: String = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
            folder.deleteLastPathComponent()
        }
        return folder.path + "/"
    }()

    /// Every Swift file of the targets.
    static let files: [SourceFile] = ["Sources", "Tests", "IntegrationTests"].flatMap { folder in
        let paths = FileManager.default.enumerator(atPath: root + folder)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { file(at: "\(folder)/\($0)") }
    }

    /// The text of a file, by its path from the root.
    static func text(at path: String) -> String? {
        FileManager.default.contents(atPath: root + path).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func file(at path: String) -> SourceFile? {
        text(at: path).map { SourceFile(path: path, text: $0) }
    }
}
