package io.github.sailpat.reactive;

import io.github.sailpat.error.SecretLostException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one input of a bulk job. There are five cases, so that nothing uncertain passes for a failure or a
 * success: in Kotlin, {@code when} over them needs no {@code else}.
 *
 * @param <I> the input: whatever the caller has, with the caller's own references in it
 * @param <R> the result
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
     * The input, the same object that the source gave: a line number or a row that it carries comes back with it.
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
     * How many attempts were made.
     *
     * @return the number, zero if nothing was sent or about to be sent
     */
    public int getAttempts() {
        return attempts;
    }

    /**
     * What went wrong, as far as it is known.
     *
     * @return the error; {@code null} for {@link Succeeded}, and for {@link NotAttempted} if the caller stopped the job
     */
    public @Nullable Throwable getError() {
        return error;
    }

    /** Names the case, the index and the error, but neither the input nor the result. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[index=" + index + ", attempts=" + attempts
                + (error == null ? "" : ", error=" + error) + ']';
    }

    /**
     * It was applied.
     *
     * @param <I> the input
     * @param <R> the result
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
     * It was certainly not applied: it was invalid and never sent, or it could not be sent, or the tenant refused it.
     *
     * @param <I> the input
     * @param <R> the result
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
     * It may have been applied, or not: look before doing it again.
     *
     * @param <I> the input
     * @param <R> the result
     */
    public static final class Unknown<I, R> extends BulkOutcome<I, R> {
        /**
         * An outcome.
         *
         * @param input the input
         * @param index its index
         * @param attempts how many attempts were made
         * @param error what interrupted it
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
     * The token was created, and its secret was lost on the way. It counts among its owner's tokens and holds its name.
     *
     * @param <I> the input
     * @param <R> the result
     */
    public static final class SecretLost<I, R> extends BulkOutcome<I, R> {
        private final SecretLostException error;

        /**
         * An outcome.
         *
         * @param input the input
         * @param index its index
         * @param attempts how many attempts were made
         * @param error names the token
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
         * The token that exists without a known secret.
         *
         * @return its id, to delete it by
         */
        public String getId() {
            return error.getId();
        }
    }

    /**
     * It was certainly not applied, because the job was stopped before: do it again another time.
     *
     * @param <I> the input
     * @param <R> the result
     */
    public static final class NotAttempted<I, R> extends BulkOutcome<I, R> {
        /**
         * An outcome.
         *
         * @param input the input
         * @param index its index
         * @param attempts how many attempts were made that the tenant certainly did not apply
         * @param error what stopped the job, or {@code null} if the caller did
         */
        public NotAttempted(I input, long index, int attempts, @Nullable Throwable error) {
            super(input, index, attempts, error);
        }
    }
}
