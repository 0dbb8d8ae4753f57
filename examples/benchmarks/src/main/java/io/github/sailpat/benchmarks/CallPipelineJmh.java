package io.github.sailpat.benchmarks;

import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A create among 64 in flight, against a server in another process: the call pipeline of this library, the exchange
 * with the JSON, and the bare exchange. The differences between them are what counts.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // the fields are set by the setup
public class CallPipelineJmh {

    private static final int CALLS = 5_000;
    private static final int IN_FLIGHT = 64;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Client server;
    private Calls sailpat;
    private BareCalls bare;
    private Calls bareJson;

    /**
     * Starts the server and the clients.
     *
     * @throws Exception if they do not
     */
    @Setup
    public void start() throws Exception {
        server = Client.start("FixedResponseServer", List.of());
        Target target = server.target();
        sailpat = SailpatCalls.of(target);
        bare = BareCalls.of(target);
        bareJson = new BareJsonCalls(bare);
    }

    /**
     * Ends the server.
     *
     * @throws InterruptedException if it is not waited for
     */
    @TearDown
    public void stop() throws InterruptedException {
        server.close();
    }

    /** All of it. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void pipeline() {
        await(sailpat.create(CALLS, IN_FLIGHT));
    }

    /** The exchange and the JSON. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void exchangeAndJson() {
        await(bareJson.create(CALLS, IN_FLIGHT));
    }

    /** The exchange. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void exchange() {
        await(bare.create(CALLS, IN_FLIGHT));
    }

    private static void await(Publisher<?> calls) {
        Flux.from(calls).then().block(LONGEST);
    }
}
