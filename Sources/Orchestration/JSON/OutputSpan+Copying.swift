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

    /// Adds a number that is given in units of its last decimal place.
    package mutating func append(decimal value: Int64, places: Int = 0) {
        if value < 0 { append(UInt8(ascii: "-")) }
        let start = count
        var rest = value.magnitude
        var digits = 0
        while rest > 0 || digits <= places {
            if digits == places, places > 0 { append(UInt8(ascii: ".")) }
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
            digits += 1
        }
        // The last digit came first.
        for offset in 0..<((count - start) / 2) { swapAt(start + offset, count - 1 - offset) }
    }
}
