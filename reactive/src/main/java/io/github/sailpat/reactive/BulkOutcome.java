package io.github.sailpat.reactive;

import io.github.sailpat.error.SecretLostException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one input of a bulk job. The five cases tell an uncertain outcome from a failure and from a success.
 * The type is sealed, so a {@code when} in Kotlin needs no {@code else}.
 *
 * @param <I> the type of the inputs
 * @param <R> the type of the results
 */
public abstract sealed class BulkOutcome<I, R> {
    private final I input;
    private final long index;
    private final int attempts;
    private final @Nullable Throwable error;

    private BulkOutcome(I input, long index, int attempts, @Nullable Throwable error) {
        this.input = input;
        this.index = index;
        this.attempts = attempts;
        this.error = error;
    }

    /**
     * The input: the same object that the source emitted, with everything that it carries.
     *
     * @return the input
     */
    public I getInput() {
        return input;
    }

    /**
     * The position of the input in the source.
     *
     * @return the zero-based index
     */
    public long getIndex() {
        return index;
    }

    /**
     * The number of attempts.
     *
     * @return the number, zero if no attempt was started
     */
    public int getAttempts() {
        return attempts;
    }

    /**
     * The error.
     *
     * @return the error; {@code null} for {@link Succeeded}, and for {@link NotAttempted} if the caller stopped the job
     */
    public @Nullable Throwable getError() {
        return error;
    }

    /** Contains the case, the index and the error, but neither the input nor the result. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[index=" + index + ", attempts=" + attempts
                + (error == null ? "" : ", error=" + error) + ']';
    }

    /**
     * It was applied.
     *
     * @param <I> the type of the inputs
     * @param <R> the type of the results
     */
    public static final class Succeeded<I, R> extends BulkOutcome<I, R> {
        private final R result;

        /**
         * An outcome.
         *
         * @param input the input
         * @param index its index
         * @param attempts how many attempts were made
         * @param result the result
         */
        public Succeeded(I input, long index, int attempts, R result) {
            super(input, index, attempts, null);
            this.result = result;
        }

        /**
         * The result.
         *
         * @return the created token with its secret, or the patched token, or the deleted token's id
         */
        public R getResult() {
            return result;
        }
    }

    /**
     * It was not applied: it was invalid and not sent, it could not be sent, or the tenant refused it.
     *
     * @param <I> the type of the inputs
     * @param <R> the type of the results
     */
    public static final class Rejected<I, R> extends BulkOutcome<I, R> {
        /**
         * An outcome.
         *
         * @param input the input
         * @param index its index
         * @param attempts how many attempts were made
         * @param error the reason
         */
        public Rejected(I input, long index, int attempts, Throwable error) {
            super(input, index, attempts, error);
        }

        @Override
        public Throwable getError() {
            return Objects.requireNonNull(super.getError());
        }
    }

    /**
     * It may have been applied: check before you repeat it.
     *
     * @param <I> the type of the inputs
     * @param <R> the type of the results
     */
    public static final class Unknown<I, R> extends BulkOutcome<I, R> {
        /**
         * An outcome.
         *
         * @param input the input
         * @param index its index
         * @param attempts how many attempts were made
         * @param error the error
         */
        public Unknown(I input, long index, int attempts, Throwable error) {
            super(input, index, attempts, error);
        }

        @Override
        public Throwable getError() {
            return Objects.requireNonNull(super.getError());
        }
    }

    /**
     * The token was created, and the response with its secret was lost. It counts towards the limit of its owner, and
     * its name is in use.
     *
     * @param <I> the type of the inputs
     * @param <R> the type of the results
     */
    public static final class SecretLost<I, R> extends BulkOutcome<I, R> {
        private final SecretLostException error;

        /**
         * An outcome.
         *
         * @param input the input
         * @param index its index
         * @param attempts how many attempts were made
         * @param error the error, with the id of the token
         */
        public SecretLost(I input, long index, int attempts, SecretLostException error) {
            super(input, index, attempts, error);
            this.error = error;
        }

        @Override
        public SecretLostException getError() {
            return error;
        }

        /**
         * The token whose secret is lost.
         *
         * @return its id
         */
        public String getId() {
            return error.getId();
        }
    }

    /**
     * It was not applied, because the job was stopped before: it can be repeated.
     *
     * @param <I> the type of the inputs
     * @param <R> the type of the results
     */
    public static final class NotAttempted<I, R> extends BulkOutcome<I, R> {
        /**
         * An outcome.
         *
         * @param input the input
         * @param index its index
         * @param attempts how many attempts were made, none of which was applied
         * @param error what stopped the job, or {@code null} if the caller did
         */
        public NotAttempted(I input, long index, int attempts, @Nullable Throwable error) {
            super(input, index, attempts, error);
        }
    }
}
