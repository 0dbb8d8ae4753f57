package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.internal.ReadException;
import io.github.sailpat.reactive.internal.call.BodyDecoder;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.github.sailpat.reactive.internal.jsonarray.ElementReader;
import io.github.sailpat.reactive.internal.jsonarray.ElementTimeoutSettings;
import io.github.sailpat.reactive.internal.jsonarray.JsonArrayDecoder;
import io.github.sailpat.reactive.internal.jsonarray.JsonArrayErrors;
import io.github.sailpat.reactive.internal.jsonarray.JsonArrayLimits;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * Decodes a body that is a JSON array of personal access tokens, and emits each element as it arrives.
 *
 * @param <T> the type of an element
 */
public final class ListBodyDecoder<T> implements BodyDecoder<T> {
    /** The number of bytes of a body that are kept, to describe it. */
    private static final int PREFIX_BYTES = 1024;

    private final JsonArrayDecoder<T> decoder;
    private final Duration idleTimeout;
    private final TimeSource timeSource;
    private final boolean skipping;

    /**
     * Creates a decoder.
     *
     * @param readers creates a reader of elements for each body
     * @param idleTimeout the longest wait for an element while there is demand
     * @param timeSource the scheduler of the timeout
     * @param skipping whether an element that cannot be read is skipped, instead of being an error
     */
    public ListBodyDecoder(
            Supplier<ElementReader<T>> readers, Duration idleTimeout, TimeSource timeSource, boolean skipping) {
        this.skipping = skipping;
        this.decoder = new JsonArrayDecoder<>(readers, JsonArrayLimits.DEFAULT);
        this.idleTimeout = idleTimeout;
        this.timeSource = timeSource;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public Flux<T> decode(ResponseHead head, ByteBufFlux body, CallContext context) {
        ElementTimeoutSettings timeouts = new ElementTimeoutSettings(
                idleTimeout,
                context.time().getRemaining(),
                timeSource,
                context.attempt().getEventLoop());
        BodyBuffer prefix = new BodyBuffer(PREFIX_BYTES);
        SkippedElements skipped = skipping ? new SkippedElements(context) : null;
        return decoder.decode(
                        body.doOnNext(prefix::add),
                        timeouts,
                        new ListErrors(head, prefix, context),
                        skipped,
                        context.attempt()::beginStream)
                .doOnNext(token -> context.attempt().countEmitted());
    }

    private record ListErrors(ResponseHead head, BodyBuffer prefix, CallContext context) implements JsonArrayErrors {
        @Override
        public RuntimeException malformed(long elementIndex, String rule, @Nullable Throwable cause) {
            ReadException safe = cause instanceof IOException e ? ReadException.of(e) : null;
            String detail = (safe == null ? rule : rule + ": " + safe.getMessage()) + "; "
                    + head.with(prefix.toByteArray(), head.contentLength()).describe(head.confidential());
            return new MalformedResponseException(
                    context.summary(), head.status(), elementIndex, "which " + detail, safe);
        }

        @Override
        public RuntimeException idleTimeout(long emitted, Duration waited) {
            CallSummary call = context.summary();
            return new TransportException(call, "response timeout: no element for " + waited.toSeconds() + " s", null);
        }

        @Override
        public RuntimeException deadlineExceeded(long emitted, Duration waited) {
            return new DeadlineExceededException(
                    context.summary(), context.time().getDeadline(), null, false, null);
        }
    }
}
