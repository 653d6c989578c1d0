/// The version of the tool, as `--version`, tags and journals say it.
package enum ToolVersion {
    package static let current = "0.1.0"
}
