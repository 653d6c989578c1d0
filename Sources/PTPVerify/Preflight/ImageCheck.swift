import AWS

/// Judges the image: the one that was given, or the newest of each architecture.
struct ImageCheck {
    let view: AccountView

    var findings: [PreflightFinding] { view.images.flatMap(given) + view.newestImages.flatMap(newest) }

    private func newest(_ named: AccountView.Named<String>) -> [PreflightFinding] {
        switch named.look {
        case .success(let id): return [.ok(.image, named.name, "the newest is \(id)")]
        case .failure(let error): return error.unseen(.image, named.name)
        }
    }

    private func given(_ named: AccountView.Named<[ImageDescription]>) -> [PreflightFinding] {
        switch named.look {
        case .failure(let error): return error.unseen(.image, named.name)
        case .success(let found):
            guard let image = found.first else {
                let words = "there is no such image, or it is not shared with this account"
                return [.problem(.image, named.name, words, AWSError.checkID)]
            }
            let worries = findings(image)
            let words = "\(image.name.map { "\($0), " } ?? "")\(image.architecture), \(image.state)"
            return worries.isEmpty ? [.ok(.image, image.id, words)] : worries
        }
    }

    private func findings(_ image: ImageDescription) -> [PreflightFinding] {
        var findings: [PreflightFinding] = []
        if image.state != "available" {
            let remedy = "Wait until it is available, or name another image."
            findings.append(.problem(.image, image.id, "it is \(image.state)", remedy))
        }
        if image.supportsENA == false {
            let remedy = "Name an image with ENA support: the clock is in that network adapter."
            findings.append(.problem(.image, image.id, "it has no ENA support", remedy))
        }
        let foreign = (view.types.success ?? []).filter { !$0.architectures.contains(image.architecture) }
        if !foreign.isEmpty {
            let types = foreign.map { "\($0.name) (\($0.architectures.joined(separator: ", ")))" }
            findings.append(
                .problem(
                    .image,
                    image.id,
                    "it is for \(image.architecture), which \(types.joined(separator: ", ")) cannot run",
                    "Leave ami_id out: each type then gets the newest image of its architecture."
                )
            )
        }
        return findings
    }
}
