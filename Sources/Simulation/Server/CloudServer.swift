import Dispatch
import Synchronization

/// Serves a simulated cloud on 127.0.0.1 to whoever speaks the Query protocol, such as boto3.
///
/// The connections have threads of their own, which hand their requests over to the cloud's world; there, everything
/// happens on one thread and in the world's time, which must take real time (a pace above 0).
package final class CloudServer: Sendable {
    /// How many connections there may be at once; what comes on top waits.
    private static let connections = 64
    /// For how many seconds a connection may be silent.
    private static let patience = 60

    private let ec2: SimulatedEC2
    private let listener: LoopbackSocket
    private let open = Mutex<[ObjectIdentifier: LoopbackSocket]>([:])

    /// Listens on a port; 0 takes one that is free.
    package init(_ ec2: SimulatedEC2, port: UInt16) throws {
        self.ec2 = ec2
        listener = try LoopbackSocket.listening(on: port)
    }

    /// Where it is reached, such as `http://127.0.0.1:5000`.
    package var address: String { "http://127.0.0.1:\(listener.port)" }

    /// Serves until somebody calls `stop`; requests that are under way are answered.
    package func serve() async {
        let (exchanges, entrance) = AsyncStream<Exchange>.makeStream()
        DispatchQueue(label: "simulated cloud's door").async { [self] in
            admit { entrance.yield($0) }
            entrance.finish()
        }
        let service = QueryService(ec2: ec2)
        await ec2.executor.runDetached {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.keepTimeGoing() }
                for await exchange in exchanges {
                    group.addTask { exchange.finish(await service.answer(exchange.request)) }
                }
                group.cancelAll()
            }
        }
    }

    /// Ends serving; may be called from anywhere, and more than once.
    package func stop() {
        listener.stopReceiving()
        stopReceiving()
    }

    private func stopReceiving() {
        for socket in open.withLock({ Array($0.values) }) { socket.stopReceiving() }
    }

    /// A world in which nobody waits for anything has no time.
    private func keepTimeGoing() async {
        while (try? await ec2.executor.sleep(for: .seconds(3600))) != nil {}
    }
}

// MARK: - Connections

extension CloudServer {
    /// Lets connections in until there is no more listening, and waits for their ends.
    private func admit(_ submit: @escaping @Sendable (Exchange) -> Void) {
        let places = DispatchSemaphore(value: Self.connections)
        let ends = DispatchGroup()
        while let socket = listener.accept(patience: Self.patience) {
            places.wait()
            open.withLock { $0[ObjectIdentifier(socket)] = socket }
            DispatchQueue(label: "connection to the simulated cloud").async(group: ends) { [self] in
                Self.talk(over: socket, submit)
                open.withLock { $0[ObjectIdentifier(socket)] = nil }
                places.signal()
            }
        }
        // Whoever was let in last may not have been there yet when everybody was told.
        stopReceiving()
        ends.wait()
    }

    /// Answers one request after the other until either side has enough.
    private static func talk(over socket: LoopbackSocket, _ submit: (Exchange) -> Void) {
        var reader = HTTPRequestReader()
        while true {
            do throws(HTTPRequestReader.BadRequest) {
                guard let request = try reader.next() else {
                    let bytes = socket.receive(upTo: 64 << 10)
                    guard !bytes.isEmpty else { return }
                    reader.add(bytes)
                    continue
                }
                let exchange = Exchange(request)
                submit(exchange)
                guard let answer = exchange.answer(),
                    socket.send(answer.bytes(staysOpen: request.staysOpen)), request.staysOpen
                else { return }
            } catch {
                _ = socket.send(ServedAnswer(error).bytes(staysOpen: false))
                return
            }
        }
    }
}

/// A request on its way through the world, and the thread that waits for its answer.
private final class Exchange: Sendable {
    let request: ServedRequest
    private let result = Mutex<ServedAnswer?>(nil)
    private let isOver = DispatchSemaphore(value: 0)

    init(_ request: ServedRequest) { self.request = request }

    /// Hands over the answer; `nil` where there is none.
    func finish(_ answer: ServedAnswer?) {
        result.withLock { $0 = answer }
        isOver.signal()
    }

    /// Waits for the answer.
    func answer() -> ServedAnswer? {
        isOver.wait()
        return result.withLock { $0 }
    }
}

extension ServedAnswer {
    /// What is said to whoever does not speak HTTP.
    fileprivate init(_ problem: HTTPRequestReader.BadRequest) {
        self.init(status: problem.status, contentType: "text/plain", body: problem.reason + "\n", requestID: "none")
    }
}
