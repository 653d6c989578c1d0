import Foundation

/// What may become of a call on its way to AWS and back.
enum Fault: Sendable {
    /// It never gets there; somebody answers all the same.
    case answered(String)
    /// It takes effect, but of the answer only so many bytes come through before the connection breaks.
    case cut(afterBytes: Int)
    /// It takes effect, but something else is answered.
    case replaced(String)
    /// It takes so much longer.
    case delayed(milliseconds: Int)
    /// It is taken, and nothing is ever answered.
    case stalled
    /// The answer does not end.
    case endless

    /// It takes effect, and its answer is lost altogether.
    static let lost = Fault.cut(afterBytes: 0)

    /// EC2 says no.
    static func refused(_ code: String, status: String = "400 Bad Request", _ words: String = "no") -> Fault {
        let error = "<Errors><Error><Code>\(code)</Code><Message>\(words)</Message></Error></Errors>"
        return .answered(whole("<Response>\(error)<RequestID>req-fault</RequestID></Response>", status, "text/xml"))
    }

    /// EC2 says that there were too many calls.
    static let throttled = refused("RequestLimitExceeded", status: "503 Service Unavailable", "too fast")

    /// Who signs with a clock that is not near that of AWS, which is so far ahead, is refused; others pass.
    static func clock(ahead seconds: Double, _ call: FaultProxy.Call) -> Fault? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "UTC")
        format.dateFormat = "yyyyMMdd'T'HHmmss'Z'"
        let signed = call.request.firstMatch(of: /(?i)x-amz-date: *(\w+)/).flatMap { format.date(from: String($0.1)) }
        let now = Date(timeIntervalSinceNow: seconds)
        if let signed, abs(signed.timeIntervalSince(now)) < 300 { return nil }
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        guard case .answered(let text) = refused("RequestExpired", "Request has expired.") else { return nil }
        let head = "Date: \(format.string(from: now))\r\nContent-Type"
        return .answered(text.replacing("Content-Type", with: head, maxReplacements: 1))
    }

    /// A proxy answers with a page of its own.
    static func page(_ status: String) -> Fault {
        .answered(whole("<!DOCTYPE html><html><body>\(status)</body></html>", status, "text/html"))
    }

    /// A whole answer of HTTP.
    static func whole(_ body: String, _ status: String = "200 OK", _ type: String = "text/xml") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
    }
}
