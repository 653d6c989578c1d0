/// What the kernel says of a device on the bus: `/sys/class/net/ens5/device/uevent`, or lines of it.
package struct DeviceEvent: HostOutput {
    /// Such as `ena`.
    package let driver: String?
    /// On the PCI bus, such as `0000:00:05.0`.
    package let address: String?
    /// The interface, where that is known.
    package let interface: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var (driver, address, interface): (String?, String?, String?) = (nil, nil, nil)
        var place = 0
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.assignment(line) else { throw Unreadable("key=value", at: line.lowerBound) }
            // Nothing but the end of the line tells that a name is whole.
            let isWhole = value.upperBound < text.count && !value.isEmpty
            if text.equals(key, "DRIVER"), isWhole { driver = text.text(value) }
            if text.equals(key, "PCI_SLOT_NAME"), text.isBusAddress(value) { address = text.text(value) }
            if text.equals(key, "INTERFACE"), isWhole { interface = text.text(value) }
        }
        self.driver = driver
        self.address = address
        self.interface = interface
    }
}

extension HostFacts {
    /// The interface, where the kernel named both it and its driver.
    var interfaceOfDevice: Answer<NetworkInterface> {
        guard let event = deviceEvent.value, let name = event.interface, let driver = event.driver else {
            return .missing(.notAsked)
        }
        return .known(NetworkInterface(name: name, driver: driver, address: event.address))
    }
}
