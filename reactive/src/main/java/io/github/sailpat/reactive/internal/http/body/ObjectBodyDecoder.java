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
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.netty.ByteBufFlux;
import reactor.util.context.Context;

/**
 * Decodes a body that is one JSON object.
 *
 * @param <T> the type of the object
 */
public final class ObjectBodyDecoder<T> implements BodyDecoder<T> {
    /** Objects of the API are far smaller. */
    static final int MAX_BYTES = Json.MAX_OBJECT_BYTES;

    /**
     * Parses an object.
     *
     * @param <T> the type of the object
     */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Parses an object.
         *
         * @param bytes UTF-8
         * @return the object
         * @throws IOException if it cannot be read
         */
        T parse(byte[] bytes) throws IOException;
    }

    private final Parser<T> parser;
    private final boolean confidential;
    private final boolean recoverPartial;

    private ObjectBodyDecoder(Parser<T> parser, boolean confidential, boolean recoverPartial) {
        this.parser = parser;
        this.confidential = confidential;
        this.recoverPartial = recoverPartial;
    }

    /**
     * A decoder that needs the complete body.
     *
     * @param parser parses the body
     * @return a decoder
     * @param <T> the type of the object
     */
    public static <T> ObjectBodyDecoder<T> complete(Parser<T> parser) {
        return new ObjectBodyDecoder<>(parser, false, false);
    }

    /**
     * A decoder that needs the complete body, which may contain a secret and is therefore not quoted in errors.
     *
     * @param parser parses the body
     * @return a decoder
     * @param <T> the type of the object
     */
    public static <T> ObjectBodyDecoder<T> confidential(Parser<T> parser) {
        return new ObjectBodyDecoder<>(parser, true, false);
    }

    /**
     * A decoder that recovers the object from a partial body, because the API returns it only once. When the connection
     * breaks, a timeout elapses or the subscriber cancels, the bytes that have arrived are parsed. After a cancel only
     * the parser gets the object. Any status of 2xx is a success if the parser can read the body.
     *
     * @param parser parses the body, or a prefix of it
     * @return a decoder
     * @param <T> the type of the object
     */
    public static <T> ObjectBodyDecoder<T> recoveringPartial(Parser<T> parser) {
        return new ObjectBodyDecoder<>(parser, true, true);
    }

    @Override
    public boolean isConfidential() {
        return confidential;
    }

    @Override
    public boolean accepts(int status) {
        return recoverPartial || status == 200;
    }

    @Override
    public Flux<T> decode(ResponseHead head, ByteBufFlux body, CallContext context) {
        return new FluxOperator<ByteBuf, T>(body) {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                ObjectSubscriber subscriber = new ObjectSubscriber(actual, head, context);
                if (recoverPartial) {
                    context.attempt().offerPartialResult(Mono.fromCallable(subscriber::parse));
                }
                actual.onSubscribe(subscriber);
                source.subscribe(subscriber);
            }
        };
    }

    private enum State {
        NO_REQUEST_NO_VALUE,
        HAS_REQUEST_NO_VALUE,
        NO_REQUEST_HAS_VALUE,
        TERMINATED
    }

    /**
     * Collects one body and parses it when the body terminates. Its states, as in Reactor's own deferred scalar:
     *
     * <ol>
     *   <li>NO_REQUEST_NO_VALUE, the first;
     *   <li>HAS_REQUEST_NO_VALUE, when there is demand;
     *   <li>NO_REQUEST_HAS_VALUE, when there is an object and no demand yet;
     *   <li>TERMINATED, when the object was emitted, or after an error or a cancel.
     * </ol>
     *
     * Each step is one compare-and-set.
     */
    private final class ObjectSubscriber extends Operators.DeferredSubscription implements CoreSubscriber<ByteBuf> {
        private final BodyBuffer buffer = new BodyBuffer(MAX_BYTES);
        private final AtomicReference<State> state = new AtomicReference<>(State.NO_REQUEST_NO_VALUE);
        private final CoreSubscriber<? super T> actual;
        private final ResponseHead head;
        private final CallContext context;
        /** Written before NO_REQUEST_HAS_VALUE. */
        private @Nullable T object;
        /** Whether the body is longer than the limit. Used by the thread that emits the body. */
        private boolean tooLong;

        private volatile boolean cancelled;

        ObjectSubscriber(CoreSubscriber<? super T> actual, ResponseHead head, CallContext context) {
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
        public void onNext(ByteBuf chunk) {
            if (!tooLong && !buffer.add(chunk)) {
                super.cancel();
                onError(malformed(String.format(Locale.ROOT, "it is longer than %,d bytes", MAX_BYTES), null));
                tooLong = true;
            }
        }

        @Override
        public void onComplete() {
            if (tooLong) {
                return;
            }
            T read;
            try {
                read = parse();
            } catch (IOException e) {
                ReadException cause = ReadException.of(e);
                keepCreatedId(e);
                fail(malformed(String.valueOf(cause.getMessage()), cause));
                return;
            } catch (Throwable e) { // a fatal one too: the call must terminate
                fail(e);
                return;
            }
            succeed(read);
        }

        @Override
        public void onError(Throwable error) {
            if (tooLong) {
                return;
            }
            T read;
            try {
                read = recoverPartial ? parse() : null;
            } catch (IOException | RuntimeException notRecovered) {
                keepCreatedId(notRecovered);
                read = null; // The subscriber gets the error that truncated the response.
            }
            if (read == null) {
                fail(error);
            } else {
                succeed(read);
            }
        }

        private void keepCreatedId(Exception error) {
            if (error instanceof ReadException unread && unread.getCreatedId() != null) {
                context.attempt().created(unread.getCreatedId());
            }
        }

        private void succeed(T read) {
            object = read;
            if (!state.compareAndSet(State.NO_REQUEST_NO_VALUE, State.NO_REQUEST_HAS_VALUE)
                    && state.compareAndSet(State.HAS_REQUEST_NO_VALUE, State.TERMINATED)) {
                emit(read);
            }
        }

        private void emit(T read) {
            actual.onNext(read);
            actual.onComplete();
        }

        private void fail(Throwable error) {
            if (state.getAndSet(State.TERMINATED) != State.TERMINATED) {
                actual.onError(error);
            }
        }

        @Override
        public void request(long n) {
            if (!state.compareAndSet(State.NO_REQUEST_NO_VALUE, State.HAS_REQUEST_NO_VALUE)
                    && state.compareAndSet(State.NO_REQUEST_HAS_VALUE, State.TERMINATED)) {
                emit(Objects.requireNonNull(object));
            }
        }

        @Override
        public void cancel() {
            State before = state.getAndSet(State.TERMINATED);
            if (before != State.TERMINATED) {
                cancelled = true;
            }
            super.cancel();
            if (before == State.NO_REQUEST_HAS_VALUE) {
                Operators.onDiscard(object, currentContext());
            } else if (recoverPartial && before != State.TERMINATED) {
                try {
                    parse();
                } catch (IOException | RuntimeException notRecovered) {
                    // The subscriber has cancelled.
                }
            }
        }

        private MalformedResponseException malformed(String rule, @Nullable ReadException cause) {
            return new MalformedResponseException(
                    context.summary(), head.status(), -1, rule + "; " + head.describe(buffer.toByteArray()), cause);
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
            if (key == Attr.ACTUAL) {
                return actual;
            }
            if (key == Attr.RUN_STYLE) {
                return Attr.RunStyle.SYNC;
            }
            State now = state.get();
            if (key == Attr.TERMINATED) {
                return now == State.TERMINATED && !cancelled;
            }
            if (key == Attr.CANCELLED) {
                return cancelled;
            }
            if (key == Attr.BUFFERED) {
                return now == State.NO_REQUEST_HAS_VALUE ? 1 : 0;
            }
            if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
                return now == State.HAS_REQUEST_NO_VALUE ? 1L : 0L;
            }
            return super.scanUnsafe(key);
        }
    }
}
