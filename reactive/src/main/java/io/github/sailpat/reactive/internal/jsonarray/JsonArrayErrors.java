package io.github.sailpat.reactive.internal.jsonarray;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Creates the errors that a {@link JsonArrayDecoder} emits, so that its user decides their types. */
public interface JsonArrayErrors {

    /**
     * The body is not a valid array.
     *
     * @param elementIndex the index of the first malformed element, from 0; all before it were emitted or skipped
     * @param rule the rule that is broken, as a clause
     * @param cause the error of the parser or of the element reader, or null if the array itself is malformed
     * @return the error to emit
     */
    RuntimeException malformed(long elementIndex, String rule, @Nullable Throwable cause);

    /**
     * Neither an element nor the end of the array arrived within the idle timeout, although there was demand.
     *
     * @param emitted the number of elements that were emitted
     * @param waited the duration of this wait
     * @return the error to emit
     */
    RuntimeException idleTimeout(long emitted, Duration waited);

    /**
     * All waits with demand together took longer than the deadline allows.
     *
     * @param emitted the number of elements that were emitted
     * @param waited the duration of all waits
     * @return the error to emit
     */
    RuntimeException deadlineExceeded(long emitted, Duration waited);
}
