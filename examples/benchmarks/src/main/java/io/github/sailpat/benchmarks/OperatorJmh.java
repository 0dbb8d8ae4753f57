package io.github.sailpat.benchmarks;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.reactive.internal.http.MeasuredExchange;
import io.github.sailpat.reactive.internal.http.body.ObjectBodyDecoder;
import io.github.sailpat.reactive.internal.http.netty.ResponseTimeoutHandler;
import io.github.sailpat.reactive.internal.pipeline.DeadlineStage;
import io.github.sailpat.reactive.internal.pipeline.MeasuredTimeouts;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;

/**
 * Each own operator, and what Reactor or Netty offers for the same purpose, around a call that succeeds at once: what
 * is measured is the assembly, the subscription and the signals.
 */
@State(Scope.Benchmark)
public class OperatorJmh {

    private static final int CONNECTIONS = 64;
    private static final int BODY_BYTES = 401;
    private static final String READ_TIMEOUT = "read-timeout";
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(20);

    /** How many calls are under way, each with its timeout. */
    @Param("64")
    private int inFlight;

    private final Flux<String> source = Flux.just("token").hide();
    private final ApiCall<String> call = new ApiCall<>(
            "list", "GET", "/tokens", "/tokens", null, null, CallKind.READ, ObjectBodyDecoder.complete(bytes -> ""));
    private final CallContext context = new CallContext(call, DEADLINE, TimeSource.system());

    private final Scheduler timer = Schedulers.parallel();
    private final DeadlineStage stage = new DeadlineStage(
            RateLimiter.slidingWindow(CONNECTIONS, Duration.ofSeconds(1)),
            () -> null,
            TimeSource.system(),
            new OpenCalls(Runnable::run, Schedulers.parallel()),
            new FunctionThreads("end")::run);
    private final MeasuredTimeouts timeouts = new MeasuredTimeouts(TimeSource.system());
    private final Deque<Disposable> oldest = new ArrayDeque<>();

    private final MeasuredExchange exchanges = new MeasuredExchange(CONNECTIONS);

    private final ObjectBodyDecoder<byte[]> decoder = ObjectBodyDecoder.complete(bytes -> bytes);
    private final ResponseHead head = new ResponseHead(200, new DefaultHttpHeaders(), false, text -> text);
    private final ByteBuf body = Unpooled.directBuffer(BODY_BYTES).writeZero(BODY_BYTES);

    private final EmbeddedChannel ownChannel =
            new EmbeddedChannel(new HttpClientCodec(), new ResponseTimeoutHandler(TimeSource.system()));
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpClientCodec());

    /** Begins the other calls, which do not end. */
    @Setup
    public void begin() {
        for (int i = 1; i < inFlight; i++) {
            stage.apply(call, context, "", () -> {}, Flux.<String>never()).subscribe();
            Flux.never().timeout(DEADLINE).subscribe();
        }
    }

    /**
     * Nothing around the call.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String none() {
        return source.blockLast();
    }

    /**
     * The deadline of a call.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String deadline() {
        return stage.apply(call, context, "", () -> {}, source).blockLast();
    }

    /**
     * Reactor's timeout for each element.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String deadlineByTimeout() {
        return source.timeout(DEADLINE).blockLast();
    }

    /**
     * Reactor's timeout for the first element alone, which is what the deadline is.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String deadlineByFirstTimeout() {
        return source.timeout(Mono.delay(DEADLINE, timer)).blockLast();
    }

    /**
     * Reactor's timeout of a Mono.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String deadlineByMonoTimeout() {
        return source.next().timeout(DEADLINE).block();
    }

    /**
     * A timeout is set, and the oldest one is cancelled.
     *
     * @return the timeout
     */
    @Benchmark
    public Disposable timeout() {
        return keep(timeouts.set(oldest::size, DEADLINE));
    }

    /**
     * The same with a timer of Reactor's scheduler for each timeout.
     *
     * @return the timeout
     */
    @Benchmark
    public Disposable timeoutByScheduler() {
        return keep(timer.schedule(oldest::size, DEADLINE.toNanos(), TimeUnit.NANOSECONDS));
    }

    private Disposable keep(Disposable timeout) {
        oldest.add(timeout);
        if (oldest.size() > inFlight - 1) {
            oldest.remove().dispose();
        }
        return timeout;
    }

    /**
     * The exchange, with its permits and without a transport.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String exchange() {
        return exchanges.own(source, call, context).blockLast();
    }

    /**
     * What Reactor's operators can do of it, without permits.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String exchangeByOperators() {
        return exchanges.operators(source, call, context).blockLast();
    }

    /**
     * A body in one piece becomes one object; the parser does nothing.
     *
     * @return the object
     */
    @Benchmark
    public byte @Nullable [] objectBody() {
        return decoder.decode(head, body(), context).blockLast();
    }

    /**
     * The same with Reactor Netty's aggregation.
     *
     * @return the object
     */
    @Benchmark
    public byte @Nullable [] objectBodyByAggregate() {
        return body().aggregate().asByteArray().map(bytes -> bytes).block();
    }

    private ByteBufFlux body() {
        return ByteBufFlux.fromInbound(Flux.just(body).hide());
    }

    /**
     * The response timeout of one exchange.
     *
     * @return the channel
     */
    @Benchmark
    public EmbeddedChannel responseTimeout() {
        ResponseTimeoutHandler.start(ownChannel, RESPONSE_TIMEOUT);
        ResponseTimeoutHandler.stop(ownChannel);
        return ownChannel;
    }

    /**
     * What Reactor Netty does for its response timeout in one exchange.
     *
     * @return the channel
     */
    @Benchmark
    public EmbeddedChannel responseTimeoutByReadTimeout() {
        channel.pipeline()
                .addFirst(READ_TIMEOUT, new ReadTimeoutHandler(RESPONSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        channel.pipeline().remove(READ_TIMEOUT);
        return channel;
    }
}
