import Glibc

/// A clock that all processes of the machine share.
enum Uptime {
    static var seconds: Double {
        var moment = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &moment)
        return Double(moment.tv_sec) + Double(moment.tv_nsec) / 1e9
    }
}
