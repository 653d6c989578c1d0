/// The interface of the default route.
package struct NetworkInterface: HostOutput {
    package let name: String
    /// Such as `ena`, or `vif` on Xen; `nil` for interfaces without a device.
    package let driver: String?
    /// On the PCI bus, such as `0000:00:05.0`.
    package let address: String?

    init(name: String, driver: String?, address: String?) {
        self.name = name
        self.driver = driver
        self.address = address
    }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        let name = try text.value("name", from: &place)
        guard !name.isEmpty else { throw Unreadable("the name of an interface", at: name.lowerBound) }
        let driver = try text.value("driver", from: &place)
        let address = try text.value("address", from: &place)
        self.name = text.text(name)
        // Where there is no device, the last part of the path that would lead to its driver is all there is.
        self.driver = driver.isEmpty || text.equals(driver, "driver") ? nil : text.text(driver)
        self.address = text.isBusAddress(address) ? text.text(address) : nil
    }
}

extension Span<UInt8> {
    /// Whether a text is a place on the PCI bus, such as `0000:00:05.0`.
    func isBusAddress(_ range: Range<Int>) -> Bool {
        guard range.count == 12 else { return false }
        let start = range.lowerBound
        return self[start + 4] == UInt8(ascii: ":") && self[start + 7] == UInt8(ascii: ":")
            && self[start + 10] == UInt8(ascii: ".") && hexadecimal(start..<start + 4) != nil
            && hexadecimal(start + 5..<start + 7) != nil && hexadecimal(start + 8..<start + 10) != nil
            && self[start + 11].isDigit
    }
}
