package io.github.sailpat.reactive.internal.call;

import org.jspecify.annotations.Nullable;

/** What a job asks about one of its items that is in progress. Every method may be called from any thread. */
public interface HaltableCall {
    /**
     * Whether the item waits for a permit of the rate limit.
     *
     * @return {@code true} while it does
     */
    boolean isWaitingForPermit();

    /**
     * Lets the item go no further: it begins no attempt.
     *
     * @return {@code true} if it only waited; {@code false} if an attempt is in progress, which goes on to its end
     */
    boolean halt();

    /**
     * Whether the item was halted where it would have tried again.
     *
     * @return {@code true} from then on
     */
    boolean isHaltedBeforeRetry();

    /**
     * How many attempts were begun.
     *
     * @return the number
     */
    int getAttempts();

    /**
     * Whether an attempt may have been applied.
     *
     * @return {@code true} after an ambiguous attempt
     */
    boolean isAmbiguous();

    /**
     * Whether the item may have been applied, although it has failed.
     *
     * @param error what it has failed with
     * @return {@code false} if it certainly was not
     */
    boolean isMaybeApplied(Throwable error);

    /**
     * The error of the last attempt that failed.
     *
     * @return the error, or {@code null} if none has failed
     */
    @Nullable
    Throwable getLastError();
}
