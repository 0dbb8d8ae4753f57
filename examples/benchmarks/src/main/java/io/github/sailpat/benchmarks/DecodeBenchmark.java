package io.github.sailpat.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.sailpat.internal.Json;
import io.github.sailpat.internal.TokenReader;
import io.github.sailpat.reactive.internal.list.ArrayErrors;
import io.github.sailpat.reactive.internal.list.JsonArrayDecoder;
import io.github.sailpat.reactive.internal.list.JsonArrayLimits;
import io.github.sailpat.reactive.internal.list.WaitLimits;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.PersonalAccessToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Elements per CPU second of the list decoder over chunks in memory, against Jackson's blocking parser over the same bytes:
 * with the same reader of a token, and with data binding and Jackson's own dates. One process, rounds in turn, medians.
 */
final class DecodeBenchmark {

    private static final int TOKENS = 50_000;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int PASSES = 10;
    private static final int[] CHUNKS = {65_536, 8_192, 1_400};
    private static final String BLOCKING = "blocking parser, same reader";
    private static final String STOCK = "blocking parser, data binding, stock dates";

    private static final ArrayErrors ERRORS = new ArrayErrors() {
        @Override
        public RuntimeException malformed(long elementIndex, String rule, @Nullable Throwable cause) {
            return new IllegalStateException("Element " + elementIndex + " " + rule + ".", cause);
        }

        @Override
        public RuntimeException stalled(long emitted, Duration waited) {
            return new IllegalStateException("Nothing came for " + waited + ".");
        }

        @Override
        public RuntimeException budgetSpent(long emitted, Duration waited) {
            return new IllegalStateException("All waits together took " + waited + ".");
        }
    };

    private final JsonArrayDecoder<PersonalAccessToken> decoder =
            new JsonArrayDecoder<>(TokenReader::read, JsonArrayLimits.DEFAULT);
    private final WaitLimits waits =
            new WaitLimits(Duration.ofSeconds(30), Duration.ofMinutes(15), Schedulers.parallel());
    private final ObjectReader stock =
            JsonMapper.builder().addModule(new JavaTimeModule()).build().readerFor(StockToken.class);
    private final byte[] body;

    private DecodeBenchmark(byte[] body) {
        this.body = body;
    }

    static void run(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 15 : Integer.parseInt(arguments.get(0));
        byte[] body;
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.generatedTokens(TOKENS))) {
            body = PlainHttp.list(Target.of(tenant));
        }
        new DecodeBenchmark(body).measure(rounds);
    }

    private void measure(int rounds) throws Exception {
        Map<String, Callable<Long>> variants = new LinkedHashMap<>();
        variants.put(BLOCKING, this::blocking);
        variants.put(STOCK, this::stock);
        for (int size : CHUNKS) {
            variants.put("list decoder, chunks of " + size, () -> streaming(size));
        }
        Rounds rates = new Rounds();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (Map.Entry<String, Callable<Long>> variant : variants.entrySet()) {
                double rate = rate(variant.getValue());
                if (round >= 0) {
                    rates.add(variant.getKey(), rate);
                }
            }
        }
        Print.line("%-45s %12s %12s %12s", "elements per CPU second", "median", "x blocking", "x stock");
        for (String name : rates.names()) {
            Print.line(
                    "%-45s %,12.0f %12.2f %12.2f",
                    name, rates.median(name), rates.ratio(name, BLOCKING), rates.ratio(name, STOCK));
        }
    }

    private static double rate(Callable<Long> variant) throws Exception {
        long before = Cpu.nanos();
        for (int pass = 0; pass < PASSES; pass++) {
            if (variant.call() != TOKENS) {
                throw new IllegalStateException("Tokens are missing.");
            }
        }
        return TOKENS * PASSES * 1e9 / (Cpu.nanos() - before);
    }

    private long blocking() throws IOException {
        long count = 0;
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Objects.requireNonNull(TokenReader.read(parser));
                count++;
            }
        }
        return count;
    }

    private long stock() throws IOException {
        long count = 0;
        try (MappingIterator<StockToken> tokens = stock.readValues(body)) {
            while (tokens.hasNextValue()) {
                Objects.requireNonNull(tokens.nextValue());
                count++;
            }
        }
        return count;
    }

    private long streaming(int size) {
        int chunks = (body.length + size - 1) / size;
        Flux<ByteBuf> source = Flux.range(0, chunks)
                .map(i -> Unpooled.wrappedBuffer(body, i * size, Math.min(size, body.length - i * size)));
        return Objects.requireNonNull(
                decoder.decode(source, waits, ERRORS).count().block());
    }
}
