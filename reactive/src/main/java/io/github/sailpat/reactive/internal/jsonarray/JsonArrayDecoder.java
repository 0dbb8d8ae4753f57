package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Decodes bodies that are one JSON array of objects, element by element. Immutable. One instance should be reused,
 * because it caches field names.
 *
 * @param <T> the type of an element
 */
public final class JsonArrayDecoder<T> {

    private final Supplier<ElementReader<T>> readers;
    private final JsonArrayLimits limits;
    private final JsonFactory parsers;

    /**
     * Creates a decoder.
     *
     * @param readers creates a reader for each body
     * @param limits the limits of an element
     */
    public JsonArrayDecoder(Supplier<ElementReader<T>> readers, JsonArrayLimits limits) {
        this.readers = readers;
        this.limits = limits;
        this.parsers = JsonFactory.builder()
                .recyclerPool(new ReadBufferAllocator())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth() + 1)
                        .maxNumberLength(limits.maxNumberLength())
                        .maxNameLength(limits.maxNameLength())
                        .maxStringLength(limits.maxElementBytes())
                        .build())
                .build();
    }

    /**
     * Decodes one body. Each element is decoded when it is requested. The next chunk is requested only if there is
     * demand and no complete element; after the end of the array it is requested immediately, so that the exchange
     * completes even if the subscriber has no demand.
     *
     * <p>An error is emitted after all elements that were complete before it: a malformed element as soon as it is
     * found, an error of {@code chunks} unchanged. The result completes only when {@code chunks} has completed. Cancel
     * cancels {@code chunks} immediately. Elements are emitted on the thread of {@code chunks} or on the one that
     * requests. Each subscription subscribes to {@code chunks} with a parser of its own.
     *
     * @param chunks the body; the bytes of a chunk are copied in {@code onNext}, and the chunk is neither retained nor
     *     released, because Reactor Netty releases it
     * @param timeouts the limits of the time with demand and without an element
     * @param errors creates the errors
     * @return the elements
     */
    public Flux<T> decode(Flux<? extends ByteBuf> chunks, ElementTimeoutSettings timeouts, JsonArrayErrors errors) {
        return decode(chunks, timeouts, errors, null, terminator -> {});
    }

    /**
     * Decodes one body, as {@link #decode(Flux, ElementTimeoutSettings, JsonArrayErrors)}, optionally skips elements
     * that are valid JSON and cannot be read, which are values that are not objects and objects without an id, and can
     * be terminated from another thread.
     *
     * @param chunks the body
     * @param timeouts the limits of the time with demand and without an element
     * @param errors creates the errors
     * @param skipListener gets the skipped elements, so that the result is for a single subscription; if null, the
     *     first such element is an error
     * @param onSubscribed gets for each subscription a function that terminates it with an error, from any thread
     * @return the elements
     */
    public Flux<T> decode(
            Flux<? extends ByteBuf> chunks,
            ElementTimeoutSettings timeouts,
            JsonArrayErrors errors,
            @Nullable SkipListener skipListener,
            Consumer<Consumer<Throwable>> onSubscribed) {
        return JsonArrayFlux.of(chunks, actual -> {
            JsonArraySubscriber<T> subscriber = new JsonArraySubscriber<>(
                    actual,
                    new JsonArrayElements<>(parsers, readers.get(), limits, errors, skipListener),
                    timeouts,
                    errors);
            onSubscribed.accept(subscriber::terminate);
            return subscriber;
        });
    }
}
