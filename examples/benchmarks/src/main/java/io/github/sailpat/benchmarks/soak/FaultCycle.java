package io.github.sailpat.benchmarks.soak;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The faults of one cycle. All kinds take their turns.
 *
 * @param name what they are
 * @param faults the faults
 */
record FaultCycle(String name, List<Fault> faults) {

    private static final Duration LATE = Duration.ofMillis(40);
    private static final Duration STEP = Duration.ofMillis(2);
    private static final int BYTES = 60;

    private FaultCycle(String name, Fault... faults) {
        this(name, List.of(faults));
    }

    /** The faults of the cycle with this number. New ones each time, because a fault counts its requests. */
    static FaultCycle of(int cycle) {
        List<FaultCycle> all = all();
        return all.get(cycle % all.size());
    }

    private static List<FaultCycle> all() {
        return Stream.of(notApplied(), appliedUnheard(), cutBodies(), slow(), wrongResponses(), accessTokens())
                .flatMap(List::stream)
                .toList();
    }

    private static List<FaultCycle> notApplied() {
        return List.of(
                new FaultCycle("none"),
                new FaultCycle("429", Fault.on(Operation.ANY).times(2).status(429, null, "Retry-After", "1")),
                new FaultCycle("503", Fault.on(Operation.ANY).every(5).status(503, null)),
                new FaultCycle(
                        "reset before the read",
                        Fault.on(Operation.ANY).every(7).resetBeforeRead()),
                new FaultCycle(
                        "reset after the read", Fault.on(Operation.ANY).every(7).resetAfterRead()),
                new FaultCycle(
                        "closed before the read",
                        Fault.on(Operation.ANY).every(6).closeBeforeRead()),
                new FaultCycle(
                        "closed after the read",
                        Fault.on(Operation.ANY).every(6).closeAfterRead()),
                new FaultCycle("stalled", Fault.on(Operation.ANY).times(2).stall()));
    }

    private static List<FaultCycle> appliedUnheard() {
        return List.of(
                new FaultCycle(
                        "applied and reset",
                        Fault.on(Operation.CREATE).every(6).resetAfterApplying(),
                        Fault.on(Operation.DELETE).every(5).resetAfterApplying()),
                new FaultCycle(
                        "applied and closed", Fault.on(Operation.ANY).every(6).closeAfterApplying()),
                new FaultCycle(
                        "applied and stalled", Fault.on(Operation.ANY).times(2).stallAfterApplying()),
                new FaultCycle(
                        "applied and 500", Fault.on(Operation.CREATE).every(9).statusAfterApplying(500, null)));
    }

    private static List<FaultCycle> cutBodies() {
        return List.of(
                new FaultCycle("truncated", Fault.on(Operation.CREATE).every(4).truncateBody(BYTES)),
                new FaultCycle(
                        "reset after the headers",
                        Fault.on(Operation.ANY).every(5).resetAfterHeaders()),
                new FaultCycle(
                        "reset in the body", Fault.on(Operation.ANY).every(5).resetInBody(BYTES)),
                new FaultCycle(
                        "stalled in the body",
                        Fault.on(Operation.CREATE).times(2).stallInBody(BYTES)));
    }

    private static List<FaultCycle> slow() {
        return List.of(
                new FaultCycle("late", Fault.on(Operation.ANY).always().delay(LATE)),
                new FaultCycle("slow body", Fault.on(Operation.CREATE).always().dripBody(BYTES, STEP)));
    }

    private static List<FaultCycle> wrongResponses() {
        return List.of(
                new FaultCycle("HTML", Fault.on(Operation.DELETE).every(4).body("<html>login</html>", "text/html")),
                new FaultCycle(
                        "Connection: close", Fault.on(Operation.ANY).every(2).header("Connection", "close")),
                new FaultCycle("401", Fault.on(Operation.LIST).times(1).status(401, null)));
    }

    /** Each makes the client ask for an access token, and that request fails first. */
    private static List<FaultCycle> accessTokens() {
        Fault refused = Fault.on(Operation.CREATE).times(1).status(401, null);
        return List.of(
                new FaultCycle(
                        "access token: 503",
                        refused,
                        Fault.on(Operation.TOKEN).times(2).status(503, null)),
                new FaultCycle(
                        "access token: reset",
                        refused,
                        Fault.on(Operation.TOKEN).resetAfterApplying()),
                new FaultCycle(
                        "access token: cut", refused, Fault.on(Operation.TOKEN).truncateBody(BYTES)));
    }
}
