package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.internal.Json;
import io.github.sailpat.internal.ReadException;
import io.github.sailpat.reactive.internal.call.BodyDecoder;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.netty.ByteBufFlux;
import reactor.util.context.Context;

/**
 * A body that is one object.
 *
 * @param <T> the object
 */
public final class ObjectBodyDecoder<T> implements BodyDecoder<T> {
    /** No object of the API comes near this. */
    static final int MAX_BYTES = Json.MAX_OBJECT_BYTES;

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
    private final boolean confidential;
    private final boolean salvage;

    private ObjectBodyDecoder(Parser<T> parser, boolean confidential, boolean salvage) {
        this.parser = parser;
        this.confidential = confidential;
        this.salvage = salvage;
    }

    /**
     * A body that must be complete.
     *
     * @param parser reads it
     * @return a decoder
     * @param <T> the object
     */
    public static <T> ObjectBodyDecoder<T> complete(Parser<T> parser) {
        return new ObjectBodyDecoder<>(parser, false, false);
    }

    /**
     * A body that must be complete, and may hold a secret.
     *
     * @param parser reads it
     * @return a decoder
     * @param <T> the object
     */
    public static <T> ObjectBodyDecoder<T> confidential(Parser<T> parser) {
        return new ObjectBodyDecoder<>(parser, true, false);
    }

    /**
     * A body of which any part counts that the parser can read, because it cannot be had again: when the connection
     * breaks or the time is over, what arrived is tried; on cancel too, when only the parser itself gets to know. Any
     * 2xx is a success whose body the parser can read.
     *
     * @param parser reads it, or a part of it
     * @return a decoder
     * @param <T> the object
     */
    public static <T> ObjectBodyDecoder<T> salvaging(Parser<T> parser) {
        return new ObjectBodyDecoder<>(parser, true, true);
    }

    @Override
    public boolean isConfidential() {
        return confidential;
    }

    @Override
    public boolean accepts(int status) {
        return salvage || status == 200;
    }

    @Override
    public Flux<T> decode(ResponseHead head, ByteBufFlux body, CallContext context) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                Collector collector = new Collector(actual, head, context);
                if (salvage) {
                    context.attempt().offerPartialResult(Mono.fromCallable(collector::parse));
                }
                actual.onSubscribe(collector);
                body.subscribe(collector);
            }
        };
    }

    private enum State {
        OPEN,
        ASKED,
        READ,
        ENDED
    }

    /**
     * Collects one body, and reads it when it has ended, in whatever way. Its states: OPEN; ASKED when there is demand;
     * READ when there is an object and no demand for it yet; ENDED by the object's handing out, an error or a cancel.
     * Each step is one compare-and-set.
     */
    private final class Collector extends Operators.DeferredSubscription implements CoreSubscriber<ByteBuf> {
        private final BodyBuffer buffer = new BodyBuffer(MAX_BYTES);
        private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
        private final CoreSubscriber<? super T> actual;
        private final ResponseHead head;
        private final CallContext context;
        /** Written before READ. */
        private @Nullable T object;
        /** Touched by the thread that brings the body. */
        private boolean broken;

        Collector(CoreSubscriber<? super T> actual, ResponseHead head, CallContext context) {
            this.actual = actual;
            this.head = head;
            this.context = context;
        }

        T parse() throws IOException {
            return parser.parse(buffer.toByteArray());
        }

        @Override
        public void onSubscribe(Subscription body) {
            set(body);
            body.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuf piece) {
            if (!broken && !buffer.add(piece)) {
                super.cancel();
                onError(malformed(String.format(Locale.ROOT, "it is longer than %,d bytes", MAX_BYTES), null));
                broken = true;
            }
        }

        @Override
        public void onComplete() {
            if (broken) {
                return;
            }
            T read;
            try {
                read = parse();
            } catch (IOException e) {
                ReadException cause = ReadException.of(e);
                fail(malformed(String.valueOf(cause.getMessage()), cause));
                return;
            } catch (Throwable e) { // a fatal one too: nobody else would end the call
                fail(e);
                return;
            }
            succeed(read);
        }

        @Override
        public void onError(Throwable error) {
            if (broken) {
                return;
            }
            T read;
            try {
                read = salvage ? parse() : null;
            } catch (IOException | RuntimeException nothing) {
                read = null; // What broke the answer is what the caller is told.
            }
            if (read == null) {
                fail(error);
            } else {
                succeed(read);
            }
        }

        private void succeed(T read) {
            object = read;
            if (!state.compareAndSet(State.OPEN, State.READ) && state.compareAndSet(State.ASKED, State.ENDED)) {
                handOut(read);
            }
        }

        private void handOut(T read) {
            actual.onNext(read);
            actual.onComplete();
        }

        private void fail(Throwable error) {
            if (state.getAndSet(State.ENDED) != State.ENDED) {
                actual.onError(error);
            }
        }

        @Override
        public void request(long n) {
            if (!state.compareAndSet(State.OPEN, State.ASKED) && state.compareAndSet(State.READ, State.ENDED)) {
                handOut(Objects.requireNonNull(object));
            }
        }

        @Override
        public void cancel() {
            State before = state.getAndSet(State.ENDED);
            super.cancel();
            if (before == State.READ) {
                Operators.onDiscard(object, currentContext());
            } else if (salvage && before != State.ENDED) {
                try {
                    parse();
                } catch (IOException | RuntimeException nothing) {
                    // Nobody waits for it any more.
                }
            }
        }

        private MalformedResponseException malformed(String what, @Nullable ReadException cause) {
            return new MalformedResponseException(
                    context.summary(), head.status(), -1, what + "; " + head.describe(buffer.toByteArray()), cause);
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }
    }
}
