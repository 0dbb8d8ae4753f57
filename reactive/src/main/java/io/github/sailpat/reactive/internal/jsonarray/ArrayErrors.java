package io.github.sailpat.reactive.internal.jsonarray;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the errors that a reader of an array signals, so that the caller decides their types. */
public interface ArrayErrors {

    /**
     * The body is not the array that it should be.
     *
     * @param elementIndex the first element that is wrong, from 0; that many elements were read, and emitted or skipped
     * @param rule the rule that is broken, as a clause
     * @param cause what the parser or the element's reader threw, or null if the array's frame is wrong
     * @return the error to signal
     */
    RuntimeException malformed(long elementIndex, String rule, @Nullable Throwable cause);

    /**
     * The server gave neither an element nor the end in time, although the consumer was asking.
     *
     * @param emitted how many elements were emitted
     * @param waited how long this one wait was
     * @return the error to signal
     */
    RuntimeException stalled(long emitted, Duration waited);

    /**
     * All waits for the server together took longer than they may.
     *
     * @param emitted how many elements were emitted
     * @param waited how long all waits were together
     * @return the error to signal
     */
    RuntimeException budgetSpent(long emitted, Duration waited);
}
