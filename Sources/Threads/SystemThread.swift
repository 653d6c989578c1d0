import Glibc

/// A thread of the system, for work that waits for descriptors and must not hold a thread of the shared pool.
package enum SystemThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that nobody waits for and no signal reaches; 0, or what is wrong.
    package static func start(_ run: @escaping @Sendable () -> Void) -> Int32 {
        let body = unsafe Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let error = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                // Signals are the business of others; and a broken connection is an error, not the end (SIGPIPE).
                var all = sigset_t()
                unsafe sigfillset(&all)
                unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
                if let argument = unsafe argument {
                    unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            },
            body.toOpaque()
        )
        guard error == 0 else {
            unsafe body.release()
            return error
        }
        pthread_detach(thread)
        return 0
    }
}
