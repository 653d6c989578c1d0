import Crypto

extension RemoteShell {
    /// Puts a file on the host: whole and right under its name, or not there at all.
    ///
    /// It is written under another name in the same directory, compared by its SHA-256 with what was sent, given its
    /// mode, brought to disk and only then renamed.
    ///
    /// - Parameters:
    ///   - mode: who may do what with it.
    ///   - timeout: for all of it.
    /// - Throws: `ShellError` when the host could not be asked, `FileTransferError` when it could not do it.
    public func upload(
        _ content: [UInt8],
        to path: String,
        mode: FileMode = .readableByAll,
        timeout: Duration = .seconds(300)
    ) async throws {
        let result = try await run(
            Command(
                """
                set -e
                umask 077
                directory=$(dirname -- "$TARGET")
                part=$(mktemp -- "$directory/.ptp-verify.XXXXXXXX")
                trap 'rm -f -- "$part"' EXIT
                sum=$(tee -- "$part" | sha256sum)
                [ "${sum%% *}" = "$SUM" ] || { echo "it arrived as ${sum%% *}" >&2; exit 74; }
                chmod \(mode.octal) -- "$part"
                sync -- "$part" 2>/dev/null || sync
                mv -f -T -- "$part" "$TARGET"
                trap - EXIT
                """,
                timeout: timeout,
                input: content,
                environment: ["TARGET": path, "SUM": SHA256.digest(content).hexadecimal]
            )
        )
        guard result.isSuccess else { throw FileTransferError("upload \(content.count) bytes to \(path)", result) }
    }

    /// Fetches a file from the host, checked by its SHA-256.
    ///
    /// - Parameters:
    ///   - limit: how long it may be.
    ///   - timeout: for all of it.
    /// - Throws: `ShellError` when the host could not be asked, `FileTransferError` when it could not do it.
    public func download(
        _ path: String,
        limit: Int = 64 << 20,
        timeout: Duration = .seconds(300)
    ) async throws -> [UInt8] {
        let result = try await run(
            Command(
                #"exec 3<"$SOURCE" && sum=$(sha256sum <&3) && printf '%s\n' "${sum%% *}" >&2 && cat -- "$SOURCE""#,
                timeout: timeout,
                environment: ["SOURCE": path],
                outputLimit: limit
            )
        )
        let attempt = "download \(path)"
        guard result.isSuccess else { throw FileTransferError(attempt, result) }
        guard !result.isTruncated else {
            throw FileTransferError(attempt, happened: "it has more than the \(limit) bytes that are accepted")
        }
        let sum = result.errorOutput.split(separator: "\n").last.map(String.init) ?? ""
        guard sum == SHA256.digest(result.outputBytes).hexadecimal else {
            throw FileTransferError(attempt, happened: "what arrived is not what is there; maybe it is being written")
        }
        return result.outputBytes
    }
}

extension Command {
    /// Whether it is one that brings a file: for hosts that are simulated.
    package var isUpload: Bool { environment.keys.contains("TARGET") && environment.keys.contains("SUM") }
}

/// Who may do what with a file.
public struct FileMode: Sendable, Hashable {
    /// The bits, as `chmod` takes them.
    public let bits: Int

    /// Takes mode bits.
    public init(_ bits: Int) {
        precondition((0...0o7777).contains(bits), "a mode has twelve bits")
        self.bits = bits
    }

    /// Everybody may read it.
    public static let readableByAll = FileMode(0o644)
    /// Nobody else may read it.
    public static let ownersOnly = FileMode(0o600)
    /// Everybody may run it.
    public static let executable = FileMode(0o755)

    var octal: String { String(bits, radix: 8) }
}

/// Why a file could not be brought to a host or from it.
public struct FileTransferError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ attempt: String, happened: String) { description = "could not \(attempt): \(happened)" }

    init(_ attempt: String, _ result: CommandResult) {
        let words = result.errorOutput.split(separator: "\n").last.map(String.init) ?? "the host says nothing"
        let ending =
            switch result.ending {
            case .exited(let status): "status \(status)"
            case .killed(let signal): "signal \(signal)"
            }
        self.init(attempt, happened: "\(words) (\(ending))")
    }
}
