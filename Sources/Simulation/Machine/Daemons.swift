/// Who else may keep the time of a machine.
struct Daemons: Sendable, Equatable {
    enum Name: String, CaseIterable, Sendable {
        case ntpd
        case ntp
        case ntpsec
        case openntpd
        case timesyncd = "systemd-timesyncd"
        case ptp4l
        case phc2sys
    }

    struct State: Sendable, Equatable {
        var isThere = false
        var isEnabled = false
        var isRunning = false
        /// Whether it ends as soon as it starts.
        var crashes = false
        var hasFailed = false
    }

    private var ntpd = State()
    private var timesyncd = State()
    private var ptp4l = State()
    private var phc2sys = State()

    init(_ image: MachineImage) {
        if image.comesWithoutChrony { timesyncd = State(isThere: true, isEnabled: true) }
    }

    subscript(name: Name) -> State {
        get {
            switch name {
            case .ntpd: ntpd
            case .timesyncd: timesyncd
            case .ptp4l: ptp4l
            case .phc2sys: phc2sys
            case .ntp, .ntpsec, .openntpd: State()
            }
        }
        set {
            switch name {
            case .ntpd: ntpd = newValue
            case .timesyncd: timesyncd = newValue
            case .ptp4l: ptp4l = newValue
            case .phc2sys: phc2sys = newValue
            case .ntp, .ntpsec, .openntpd: break
            }
        }
    }

    /// Starts what is to start at every boot.
    mutating func startUp() {
        for name in Name.allCases { self[name].isRunning = self[name].isEnabled && self[name].isThere }
    }
}
