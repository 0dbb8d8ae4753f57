package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Reads bodies that are one JSON array of objects. Immutable and meant to be kept: the field names that it has met are
 * remembered from one body to the next.
 *
 * @param <T> what an element becomes
 */
public final class JsonArrayDecoder<T> {

    private final ElementReader<T> reader;
    private final JsonArrayLimits limits;
    private final JsonFactory parsers;

    /**
     * Makes a decoder.
     *
     * @param reader reads one element
     * @param limits what an element may cost
     */
    public JsonArrayDecoder(ElementReader<T> reader, JsonArrayLimits limits) {
        this.reader = reader;
        this.limits = limits;
        this.parsers = JsonFactory.builder()
                .recyclerPool(new ReadBuffers())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth() + 1)
                        .maxNumberLength(limits.maxNumberLength())
                        .maxNameLength(limits.maxNameLength())
                        .maxStringLength(limits.maxElementBytes())
                        .build())
                .build();
    }

    /**
     * The elements of one body, decoded one by one, each only when it is asked for. The next chunk is asked for only
     * when an element was asked for and no complete one is there; after the array's end it is asked for at once, so
     * that the exchange ends even while the consumer pauses.
     *
     * <p>Errors come after all elements that were complete before them: the {@code malformed} one as soon as it is
     * known, a transport's error unchanged. The body is complete only when {@code chunks} is. Cancel cancels
     * {@code chunks} at once. Elements are given out by the thread that brings the bytes or by the one that asks. Each
     * subscription subscribes to {@code chunks} with a parser of its own.
     *
     * @param chunks the body. A chunk is <em>borrowed</em>: its bytes are copied in {@code onNext}, and it is neither
     *     kept nor released, since Reactor Netty releases what it gives out itself
     * @param waits how long the server may keep a consumer waiting that is asking
     * @param errors makes the errors
     * @return the elements
     */
    public Flux<T> decode(Flux<? extends ByteBuf> chunks, DemandTimeoutSettings waits, ArrayErrors errors) {
        return decode(chunks, waits, errors, null, end -> {});
    }

    /**
     * The same, with a way to end it from outside, and whatever is valid JSON and cannot be read as an element may be
     * passed over: what is no object, and an object without an id.
     *
     * @param chunks the body
     * @param waits how long the server may keep a consumer waiting that is asking
     * @param errors makes the errors
     * @param skips is told of what is passed over, and makes the result one for a single subscription; null makes the
     *     first such element an error
     * @param begun gets, for each subscription, what ends it with an error from any thread
     * @return the elements
     */
    public Flux<T> decode(
            Flux<? extends ByteBuf> chunks,
            DemandTimeoutSettings waits,
            ArrayErrors errors,
            @Nullable SkipListener skips,
            Consumer<Consumer<Throwable>> begun) {
        return JsonArrayFlux.of(chunks, actual -> {
            JsonArraySubscriber<T> subscriber = new JsonArraySubscriber<>(
                    actual, new JsonArrayElements<>(parsers, reader, limits, errors, skips), waits, errors);
            begun.accept(subscriber::endWith);
            return subscriber;
        });
    }
}
