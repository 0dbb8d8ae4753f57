package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.internal.WireException;
import io.github.sailpat.reactive.internal.call.CallTrace;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.ByteBufFlux;
import reactor.util.context.Context;

/**
 * A body that is one object.
 *
 * @param <T> the object
 */
public final class ObjectBody<T> implements BodyDecoder<T> {
    /** No object of the API comes near this. */
    static final int MAX_BYTES = 1 << 20;

    /**
     * Reads an object.
     *
     * @param <T> the object
     */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads an object.
         *
         * @param bytes UTF-8
         * @return the object
         * @throws IOException if it cannot be read
         */
        T parse(byte[] bytes) throws IOException;
    }

    private final Parser<T> parser;
    private final boolean salvage;

    private ObjectBody(Parser<T> parser, boolean salvage) {
        this.parser = parser;
        this.salvage = salvage;
    }

    /**
     * A body that must be complete.
     *
     * @param parser reads it
     * @return a decoder
     * @param <T> the object
     */
    public static <T> ObjectBody<T> complete(Parser<T> parser) {
        return new ObjectBody<>(parser, false);
    }

    /**
     * A body of which any part counts that the parser can read, because it cannot be had again: when the connection
     * breaks or the time is over, what arrived is tried; on cancel too, when only the parser itself gets to know.
     *
     * @param parser reads it, or a part of it
     * @return a decoder
     * @param <T> the object
     */
    public static <T> ObjectBody<T> salvaging(Parser<T> parser) {
        return new ObjectBody<>(parser, true);
    }

    @Override
    public Flux<T> decode(int status, ByteBufFlux body, CallTrace trace) {
        return Mono.<T>create(sink -> {
                    Collector collector = new Collector(sink, status, trace);
                    if (salvage) {
                        trace.offerSalvage(Mono.fromCallable(collector::parse));
                    }
                    sink.onCancel(collector);
                    body.asByteArray().subscribe(collector);
                })
                .flux();
    }

    /** Collects one body, and reads it when it has ended, in whatever way. */
    private final class Collector extends BaseSubscriber<byte[]> {
        private final BodyBuffer buffer = new BodyBuffer(MAX_BYTES);
        private final MonoSink<T> sink;
        private final int status;
        private final CallTrace trace;

        Collector(MonoSink<T> sink, int status, CallTrace trace) {
            this.sink = sink;
            this.status = status;
            this.trace = trace;
        }

        T parse() throws IOException {
            return parser.parse(buffer.toByteArray());
        }

        @Override
        protected void hookOnNext(byte[] piece) {
            if (!buffer.add(piece)) {
                throw malformed(String.format(Locale.ROOT, "it is longer than %,d bytes", MAX_BYTES), null);
            }
        }

        @Override
        protected void hookOnComplete() {
            T object;
            try {
                object = parse();
            } catch (IOException e) {
                WireException cause = WireException.of(e);
                sink.error(malformed(String.valueOf(cause.getMessage()), cause));
                return;
            } catch (RuntimeException e) {
                sink.error(e);
                return;
            }
            sink.success(object);
        }

        @Override
        protected void hookOnError(Throwable error) {
            if (salvage) {
                try {
                    sink.success(parse());
                    return;
                } catch (IOException | RuntimeException nothing) {
                    // What broke the answer is what the caller is told.
                }
            }
            sink.error(error);
        }

        @Override
        protected void hookOnCancel() {
            if (salvage) {
                try {
                    parse();
                } catch (IOException | RuntimeException nothing) {
                    // Nobody waits for it any more.
                }
            }
        }

        private MalformedResponseException malformed(String what, @Nullable WireException cause) {
            return new MalformedResponseException(trace.summary(), status, -1, what, cause);
        }

        @Override
        public Context currentContext() {
            return Context.of(sink.contextView());
        }
    }
}
