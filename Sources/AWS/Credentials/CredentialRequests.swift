import Orchestration

extension AWSSurroundings {
    private static let retries = RetryPolicy(attempts: 3, base: .milliseconds(200), cap: .seconds(2))

    /// Sends a request, and sends it again where that may help.
    ///
    /// - Throws: the last failure.
    func send(_ request: HTTPRequest, attempts: Int = retries.attempts) async throws(HTTPFailure) -> HTTPResponse {
        var attempt = 1
        while true {
            let outcome = await answer(to: request)
            guard attempt < attempts, Self.isPassing(outcome), !Task.isCancelled else { return try outcome.get() }
            do {
                try await run.clock.sleep(for: Self.retries.pause(after: attempt, random: run.random))
            } catch {
                return try outcome.get()
            }
            attempt += 1
        }
    }

    private func answer(to request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
        do {
            return .success(try await transport.send(request))
        } catch {
            return .failure(error)
        }
    }

    private static func isPassing(_ outcome: Result<HTTPResponse, HTTPFailure>) -> Bool {
        switch outcome {
        case .success(let response): response.status == 429 || response.status >= 500
        case .failure(let failure):
            switch failure.kind {
            case .nameNotFound, .notConnected, .interrupted, .timedOut: true
            case .notTrusted, .tooLong, .cancelled: false
            }
        }
    }
}

extension HTTPRequest.Limits {
    /// For what is answered from next door or with a few lines.
    static let small = HTTPRequest.Limits(connecting: .seconds(5), answering: .seconds(20), answerBytes: 1 << 20)
    /// For what is on this very machine.
    static let local = HTTPRequest.Limits(connecting: .seconds(2), answering: .seconds(5), answerBytes: 1 << 20)
}

extension HTTPResponse {
    /// The kind of error that an AWS service names; nothing else of an answer is repeated.
    var errorName: String? {
        let body = (try? JSONParser.parse(body))?.object
        let names = [headers["x-amzn-errortype"], body?["__type"]?.string, body?["error"]?.string]
        let name = names.lazy.compactMap(\.self).first?.prefix { $0 != ":" }.split(separator: "#").last
        return name.flatMap { name in
            name.utf8.count <= 64 && name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") } ? String(name) : nil
        }
    }

    /// What kind of answer it is, in words.
    var outcome: String { "it answered \(status)" + (errorName.map { " \($0)" } ?? "") }
}

extension String {
    /// The text as a part of a path or of a query.
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII,
                scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-._~".utf8.contains(byte)
            {
                text.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }

    /// Whether the text can be a region's name: it becomes a part of host names.
    var isRegionName: Bool {
        (1...63).contains(utf8.count)
            && utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
            && !hasPrefix("-") && !hasSuffix("-")
    }
}
