package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.internal.ReadException;
import io.github.sailpat.reactive.internal.call.BodyDecoder;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.github.sailpat.reactive.internal.jsonarray.ArrayErrors;
import io.github.sailpat.reactive.internal.jsonarray.DemandTimeoutSettings;
import io.github.sailpat.reactive.internal.jsonarray.ElementReader;
import io.github.sailpat.reactive.internal.jsonarray.JsonArrayDecoder;
import io.github.sailpat.reactive.internal.jsonarray.JsonArrayLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;

/**
 * A body that is an array of tokens, given out as it arrives.
 *
 * @param <T> what a token is read as
 */
public final class ListBodyDecoder<T> implements BodyDecoder<T> {
    /** So much of a body is kept, to describe one that is no list. */
    private static final int BEGINNING = 1024;

    private final JsonArrayDecoder<T> decoder;
    private final Duration idleTimeout;
    private final Scheduler timer;
    private final boolean skipping;

    /**
     * A decoder.
     *
     * @param reader reads a token
     * @param idleTimeout how long a consumer that asks may wait for a token
     * @param timer counts the time
     * @param skipping whether an element that cannot be read as a token is passed over, instead of being an error
     */
    public ListBodyDecoder(ElementReader<T> reader, Duration idleTimeout, Scheduler timer, boolean skipping) {
        this.skipping = skipping;
        this.decoder = new JsonArrayDecoder<>(reader, JsonArrayLimits.DEFAULT);
        this.idleTimeout = idleTimeout;
        this.timer = timer;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public Flux<T> decode(ResponseHead head, ByteBufFlux body, CallContext context) {
        DemandTimeoutSettings waits =
                new DemandTimeoutSettings(idleTimeout, context.time().getRemaining(), timer);
        BodyBuffer beginning = new BodyBuffer(BEGINNING);
        SkippedElements skipped = skipping ? new SkippedElements(context) : null;
        return decoder.decode(
                        body.doOnNext(beginning::add),
                        waits,
                        new ListErrors(head, beginning, context),
                        skipped,
                        context.attempt()::beginStream)
                .doOnNext(token -> context.attempt().countEmitted());
    }

    private record ListErrors(ResponseHead head, BodyBuffer beginning, CallContext context) implements ArrayErrors {
        @Override
        public RuntimeException malformed(long elementIndex, String rule, @Nullable Throwable cause) {
            ReadException safe = cause instanceof IOException e ? ReadException.of(e) : null;
            String detail = (safe == null ? rule : rule + ": " + safe.getMessage()) + whatCame();
            return new MalformedResponseException(
                    context.summary(), head.status(), elementIndex, "which " + detail, safe);
        }

        /** Of what is no array. */
        private String whatCame() {
            byte[] bytes = beginning.toByteArray();
            return new String(bytes, StandardCharsets.UTF_8).strip().startsWith("[")
                    ? ""
                    : "; " + head.with(bytes, head.contentLength()).describe(head.confidential());
        }

        @Override
        public RuntimeException stalled(long emitted, Duration waited) {
            CallSummary call = context.summary();
            return new TransportException(call, "no token came for " + waited.toSeconds() + " s", null);
        }

        @Override
        public RuntimeException budgetSpent(long emitted, Duration waited) {
            return new DeadlineExceededException(
                    context.summary(), context.time().getDeadline(), null, false, null);
        }
    }
}
