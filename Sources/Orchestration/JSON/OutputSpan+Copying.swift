extension OutputSpan<UInt8> {
    /// Adds all bytes at once.
    mutating func append(copying source: Span<UInt8>) {
        precondition(source.count <= freeCapacity, "there is room")
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            unsafe source.withUnsafeBufferPointer { source in
                _ = unsafe buffer.extracting(count...).initialize(fromContentsOf: source)
            }
            count += source.count
        }
    }
}
