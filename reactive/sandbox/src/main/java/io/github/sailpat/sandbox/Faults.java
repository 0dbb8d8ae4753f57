package io.github.sailpat.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The faults of a tenant. Of the faults that match a request and are due, only the first one is applied, so they are
 * applied in the order in which they were added. Thread-safe.
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

    /** Removes all faults. Requests to which a fault is being applied are not changed. */
    public void clear() {
        armed.clear();
    }

    /**
     * How many of the added faults can still be applied.
     *
     * @return the number
     */
    public int getRemaining() {
        return armed.size();
    }

    /** The fault of a request that was read, or of which only the headers were received; NONE without a fault. */
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

    /** A fault, and how many requests it matched. */
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
