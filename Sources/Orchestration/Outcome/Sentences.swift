/// What happened and what to do next, as running text.
///
/// What happened is often in somebody else's words: unless they end with a full stop or a list, they get a full stop.
public func sentences(_ happened: String, _ next: String) -> String {
    switch happened.last {
    case "\n": happened + next
    case ".", "!", "?": "\(happened) \(next)"
    default: "\(happened). \(next)"
    }
}
