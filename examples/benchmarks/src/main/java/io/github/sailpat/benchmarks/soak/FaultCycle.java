package io.github.sailpat.benchmarks.soak;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import java.time.Duration;
import java.util.List;

/**
 * The faults of one cycle. All kinds take their turns.
 *
 * @param name what they are
 * @param faults the faults
 */
record FaultCycle(String name, List<Fault> faults) {

    private static final Duration LATE = Duration.ofMillis(40);
    private static final long BYTES = 60;

    /** The faults of the cycle with this number. New ones each time, because a fault counts its requests. */
    static FaultCycle of(int cycle) {
        List<FaultCycle> all = all();
        return all.get(cycle % all.size());
    }

    private static List<FaultCycle> all() {
        return List.of(
                new FaultCycle("none", List.of()),
                new FaultCycle("429", List.of(Fault.on(Operation.ANY).times(2).status(429, null, "Retry-After", "1"))),
                new FaultCycle(
                        "503", List.of(Fault.on(Operation.ANY).every(5).always().status(503, null))),
                new FaultCycle(
                        "resets before",
                        List.of(Fault.on(Operation.ANY).every(7).always().resetBeforeRead())),
                new FaultCycle(
                        "resets after",
                        List.of(
                                Fault.on(Operation.CREATE).every(6).always().resetAfterApplying(),
                                Fault.on(Operation.DELETE).every(5).always().resetAfterApplying())),
                new FaultCycle(
                        "truncated",
                        List.of(Fault.on(Operation.CREATE).every(4).always().truncateBody(BYTES))),
                new FaultCycle(
                        "closed",
                        List.of(Fault.on(Operation.ANY).every(6).always().closeAfterApplying())),
                new FaultCycle(
                        "stalled", List.of(Fault.on(Operation.CREATE).times(2).stallInBody(BYTES))),
                new FaultCycle("late", List.of(Fault.on(Operation.ANY).always().delay(LATE))),
                new FaultCycle(
                        "500 and applied",
                        List.of(Fault.on(Operation.CREATE).every(9).always().statusAfterApplying(500, null))),
                new FaultCycle(
                        "HTML",
                        List.of(Fault.on(Operation.DELETE).every(4).always().body("<html>login</html>", "text/html"))),
                new FaultCycle("401", List.of(Fault.on(Operation.LIST).times(1).status(401, null))));
    }
}
