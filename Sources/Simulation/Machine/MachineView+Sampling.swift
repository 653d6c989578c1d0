import Orchestration
import PTP
import Shell

extension MachineView {
    /// The samples that were taken once a second until now.
    func answer(_ sampling: Sampling) -> CommandResult {
        var text = HostText(capacity: sampling.count * 384 + 64)
        text.line("@@ptp-verify samples \(sampling.count)")
        for number in 0..<sampling.count {
            let moment = now + .seconds(number + 1 - sampling.count)
            let view = ChronyView(machine, at: moment)
            text.write("@@ptp-verify sample ")
            text.write(Int64(number))
            text.write(" ")
            if isRoot, let nanoseconds = MachineView(machine: machine, now: moment).nanoseconds {
                text.write(nanoseconds)
            }
            text.endLine()
            view.writeSample(to: &text)
            text.write("@@ptp-verify tracking\n")
            view.writeSampleOfTracking(to: &text)
        }
        text.write("@@ptp-verify end\n")
        return text.result
    }
}
