package io.github.sailpat.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The faults of a tenant. For each request the first one that matches and whose turn it is strikes, and no other; so
 * they may be added in the order in which they shall strike. Thread-safe.
 */
public final class Faults {

    private final List<Armed> armed = new CopyOnWriteArrayList<>();

    Faults() {}

    /**
     * Adds a fault after those that are there.
     *
     * @param fault the fault
     */
    public void add(Fault fault) {
        armed.add(new Armed(fault));
    }

    /** Removes all faults. What they have done to requests that are under way stays. */
    public void clear() {
        armed.clear();
    }

    /**
     * How many of the added faults may strike still.
     *
     * @return the number
     */
    public int getRemaining() {
        return armed.size();
    }

    /** What happens to a request that has been read, or else of which the head has arrived: NONE if nothing. */
    FaultAction next(Exchange exchange, boolean read) {
        if (armed.isEmpty()) {
            return FaultAction.NONE;
        }
        Optional<Armed> striking = armed.stream()
                .filter(each -> each.isEarly() != read)
                .filter(each -> each.strikes(exchange))
                .findFirst();
        armed.removeIf(Armed::isSpent);
        return striking.map(each -> each.fault.action()).orElse(FaultAction.NONE);
    }

    /** A fault and the requests that it has met. */
    private static final class Armed {

        private final Fault fault;
        private long met;
        private long struck;

        Armed(Fault fault) {
            this.fault = fault;
        }

        boolean isEarly() {
            return fault.action().stage() == FaultAction.Stage.ARRIVED;
        }

        /** The predicate is called outside the lock: it is the user's. */
        boolean strikes(Exchange exchange) {
            return fault.selects(exchange.operation()) && fault.predicate().test(exchange.snapshot()) && isItsTurn();
        }

        private synchronized boolean isItsTurn() {
            if (struck == fault.schedule().strikes() || ++met % fault.schedule().step() != 0) {
                return false;
            }
            struck++;
            return true;
        }

        synchronized boolean isSpent() {
            return struck == fault.schedule().strikes();
        }
    }
}
