package import Orchestration

/// A call as a value: what is sent, and how its answer is read.
package struct AWSRequest<Answer: Sendable>: Sendable {
    /// What is sent.
    package enum Content: Sendable, Equatable {
        /// The Query protocol of EC2 and STS.
        case form(QueryForm)
        /// JSON 1.1, as SSM, Service Quotas and the price list take it.
        case json(JSONValue)
    }

    /// What is called.
    package let action: AWSAction
    /// What is sent; may hold secrets.
    package let content: Content
    /// The ids of what it is about, for the record of calls.
    package let subjects: [String]
    /// Whether it is made in somebody's name; what gives credentials in the first place is not.
    package let isSigned: Bool
    /// Takes the answer's root element apart.
    package let read: @Sendable (XMLNode) throws(UnreadableAnswer) -> Answer
    /// The ids of what was made, for the record of calls.
    package let makes: @Sendable (Answer) -> [String]

    /// States a call.
    package init(
        _ action: AWSAction,
        _ content: Content,
        about subjects: [String] = [],
        isSigned: Bool = true,
        makes: @escaping @Sendable (Answer) -> [String] = { _ in [] },
        read: @escaping @Sendable (XMLNode) throws(UnreadableAnswer) -> Answer
    ) {
        self.action = action
        self.content = content
        self.subjects = subjects
        self.isSigned = isSigned
        self.makes = makes
        self.read = read
    }

    /// States a call of the Query protocol.
    package init(
        _ action: AWSAction,
        about subjects: [String] = [],
        isSigned: Bool = true,
        form fill: (inout QueryForm) -> Void,
        makes: @escaping @Sendable (Answer) -> [String] = { _ in [] },
        read: @escaping @Sendable (XMLNode) throws(UnreadableAnswer) -> Answer
    ) {
        var form = QueryForm(action)
        fill(&form)
        self.init(action, .form(form), about: subjects, isSigned: isSigned, makes: makes, read: read)
    }

    /// The form, where the call is one.
    package var form: QueryForm? {
        guard case .form(let form) = content else { return nil }
        return form
    }

    /// Whether EC2 is only asked whether it would do it.
    package var isRehearsal: Bool { form?.fields.contains { $0.name == "DryRun" } ?? false }

    /// The same call of EC2, only to be asked whether it would be done.
    package var rehearsal: AWSRequest {
        precondition(action.service == .ec2, "only EC2 rehearses")
        guard case .form(var form) = content else { return self }
        form.add("DryRun", "true")
        return AWSRequest(action, .form(form), about: subjects, isSigned: isSigned, makes: makes, read: read)
    }
}

extension AWSRequest where Answer == Void {
    /// States a call whose answer says nothing but that it was done.
    package init(_ action: AWSAction, about subjects: [String] = [], form fill: (inout QueryForm) -> Void) {
        self.init(action, about: subjects, form: fill) { _ in }
    }
}

extension AWSRequest {
    /// The call as HTTP, not yet signed.
    package func http(to address: WebAddress, userAgent: String, limits: HTTPRequest.Limits) -> HTTPRequest {
        var headers = [(name: "User-Agent", value: userAgent)]
        let body: [UInt8]
        switch content {
        case .form(let form):
            headers.append((name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8"))
            body = form.encoded
        case .json(let value):
            headers.append((name: "Content-Type", value: "application/x-amz-json-1.1"))
            let target = action.service.target.map { "\($0).\(action.rawValue)" } ?? action.rawValue
            headers.append((name: "X-Amz-Target", value: target))
            body = value.text()
        }
        return HTTPRequest(.post, address, headers: headers, body: body, limits: limits)
    }
}
