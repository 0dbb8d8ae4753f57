package io.github.sailpat.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.sailpat.internal.Json;
import io.github.sailpat.internal.TokenReader;
import io.github.sailpat.reactive.internal.jsonarray.ElementTimeoutSettings;
import io.github.sailpat.reactive.internal.jsonarray.JsonArrayDecoder;
import io.github.sailpat.reactive.internal.jsonarray.JsonArrayErrors;
import io.github.sailpat.reactive.internal.jsonarray.JsonArrayLimits;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.PersonalAccessToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Flux;

/**
 * One token of a list, from bytes in memory: by the list decoder in pieces of three sizes, by Jackson's blocking parser
 * with the same reader, which is the limit, and by what one writes first, data binding with Jackson's own dates.
 */
@State(Scope.Benchmark)
public class DecodeJmh {

    private static final int TOKENS = 50_000;

    private static final JsonArrayErrors ERRORS = new JsonArrayErrors() {
        @Override
        public RuntimeException malformed(long elementIndex, String rule, @Nullable Throwable cause) {
            return new IllegalStateException("Element " + elementIndex + " " + rule + ".", cause);
        }

        @Override
        public RuntimeException idleTimeout(long emitted, Duration waited) {
            return new IllegalStateException("Nothing came for " + waited + ".");
        }

        @Override
        public RuntimeException deadlineExceeded(long emitted, Duration waited) {
            return new IllegalStateException("All waits together took " + waited + ".");
        }
    };

    private final JsonArrayDecoder<PersonalAccessToken> decoder =
            new JsonArrayDecoder<>(() -> new TokenReader()::read, JsonArrayLimits.DEFAULT);
    private final ElementTimeoutSettings waits =
            new ElementTimeoutSettings(Duration.ofSeconds(30), Duration.ofMinutes(15), TimeSource.system());
    private final ObjectReader binding =
            JsonMapper.builder().addModule(new JavaTimeModule()).build().readerFor(StockToken.class);
    private byte[] body = {};

    /**
     * Has a tenant make the tokens.
     *
     * @throws Exception if it does not
     */
    @Setup
    public void fetch() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.generatedTokens(TOKENS))) {
            body = PlainHttp.list(Target.of(tenant));
        }
    }

    /**
     * The limit.
     *
     * @return the number of tokens
     * @throws IOException if the bytes are no tokens
     */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public long blockingParser() throws IOException {
        long count = 0;
        TokenReader reader = new TokenReader();
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Objects.requireNonNull(reader.read(parser));
                count++;
            }
        }
        return count;
    }

    /**
     * What one writes first.
     *
     * @return the number of tokens
     * @throws IOException if the bytes are no tokens
     */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public long dataBinding() throws IOException {
        long count = 0;
        try (MappingIterator<StockToken> tokens = binding.readValues(body)) {
            while (tokens.hasNextValue()) {
                Objects.requireNonNull(tokens.nextValue());
                count++;
            }
        }
        return count;
    }

    /**
     * In pieces of 64 KiB.
     *
     * @return the number of tokens
     */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public long pieces65536() {
        return decode(65_536);
    }

    /**
     * In pieces of 8 KiB.
     *
     * @return the number of tokens
     */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public long pieces8192() {
        return decode(8_192);
    }

    /**
     * In pieces as large as a packet on Ethernet.
     *
     * @return the number of tokens
     */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public long pieces1400() {
        return decode(1_400);
    }

    private long decode(int size) {
        int pieces = (body.length + size - 1) / size;
        Flux<ByteBuf> source = Flux.range(0, pieces)
                .map(i -> Unpooled.wrappedBuffer(body, i * size, Math.min(size, body.length - i * size)));
        return Objects.requireNonNull(
                decoder.decode(source, waits, ERRORS).count().block());
    }
}
