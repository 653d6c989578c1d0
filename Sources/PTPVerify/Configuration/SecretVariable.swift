/// The environment variables that hold secrets: no settings, so that they stand in no file, journal or report.
package enum SecretVariable: String, CaseIterable {
    /// Opens the private key.
    case passphrase = "PTP_PRIVATE_KEY_PASSPHRASE"
    /// The address that is told when a run is over: whoever knows it may write there.
    case webhook = "PTP_WEBHOOK"
}
