import Glibc

/// A file of any size, read piece by piece.
package struct FilePieces: ~Copyable {
    private let file: FileHandle
    private let size: Int

    /// Opens a regular file; pieces are of up to `size` bytes.
    package init(of path: String, size: Int = 1 << 18) throws(FileError) {
        // Without O_NONBLOCK a pipe without a writer would be waited for.
        let file = try FileHandle(path, O_RDONLY | O_NONBLOCK, attempt: "read")
        guard try file.status().isRegular else { throw FileError("read", path, .notRegular) }
        self.file = file
        self.size = size
    }

    /// Reads on; nothing at the end of the file.
    package func next() throws(FileError) -> [UInt8] { try file.read(upTo: size) }
}
