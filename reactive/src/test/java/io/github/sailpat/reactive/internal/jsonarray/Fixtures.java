package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Test arrays, their elements as text, and the outcome of decoding them. */
final class Fixtures {

    static final JsonArrayLimits LIMITS = new JsonArrayLimits(4_096, 16, 100, 100);
    static final JsonArrayDecoder<String> DECODER = new JsonArrayDecoder<>(() -> Fixtures::read, LIMITS);

    /** So many times fewer documents are made at random, where each of them is for thousands of mutants. */
    private static final int FEWER = Integer.getInteger("sailpat.fewer", 1);

    private Fixtures() {}

    /** How many documents a test makes at random: so many in a build. */
    static int documents(int inBuild) {
        return inBuild / FEWER;
    }

    /** The error of a stream, with the method of {@link JsonArrayErrors} that created it. */
    static final class Failure extends RuntimeException {
        final String kind;
        final long index;

        Failure(String kind, long index, String rule, @Nullable Throwable cause) {
            super("Element " + index + " " + rule + ".", cause);
            this.kind = kind;
            this.index = index;
        }
    }

    static final JsonArrayErrors ERRORS = new JsonArrayErrors() {
        @Override
        public RuntimeException malformed(long elementIndex, String rule, @Nullable Throwable cause) {
            return new Failure("malformed", elementIndex, rule, cause);
        }

        @Override
        public RuntimeException idleTimeout(long emitted, Duration waited) {
            return new Failure("idleTimeout", emitted, "took " + waited, null);
        }

        @Override
        public RuntimeException deadlineExceeded(long emitted, Duration waited) {
            return new Failure("deadlineExceeded", emitted, "took " + waited, null);
        }
    };

    /** What a stream emitted: the elements, and the error if there was one. */
    record Outcome(List<String> elements, @Nullable Throwable error) {

        static Outcome of(Flux<String> stream) {
            List<String> elements = new ArrayList<>();
            AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
            stream.doOnNext(elements::add)
                    .doOnError(error::set)
                    .onErrorComplete()
                    .blockLast(Duration.ofSeconds(20));
            return new Outcome(elements, error.get());
        }
    }

    static Flux<String> decode(Flux<? extends ByteBuf> chunks) {
        return DECODER.decode(chunks, new ElementTimeoutSettings(null, null, TimeSource.system()), ERRORS);
    }

    /** The element's tokens, each with its text. */
    static String read(JsonParser parser) throws IOException {
        StringBuilder text = new StringBuilder("{");
        for (int depth = 1; depth > 0; ) {
            JsonToken token = parser.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            text.append(token.isScalarValue() ? "=" : " ").append(parser.getText());
            if (token.isNumeric()) {
                parser.getNumberValue();
            }
        }
        return text.toString();
    }

    /** The same by an ordinary parser: whether all of it is an array of objects, and the elements until it is not. */
    static boolean readByJackson(byte[] json, List<String> elements) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(LIMITS.maxDepth() + 1)
                        .maxNumberLength(LIMITS.maxNumberLength())
                        .maxNameLength(LIMITS.maxNameLength())
                        .build())
                .build();
        byte[] padded = new byte[json.length + 4];
        Arrays.fill(padded, 0, 4, (byte) ' ');
        System.arraycopy(json, 0, padded, 4, json.length);
        if (json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF) {
            Arrays.fill(padded, 4, 7, (byte) ' ');
        }
        try (JsonParser parser = factory.createParser(padded)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            JsonToken token;
            while ((token = parser.nextToken()) == JsonToken.START_OBJECT) {
                elements.add(read(parser));
            }
            return token == JsonToken.END_ARRAY && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    static List<byte[]> split(byte[] bytes, int... at) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int to : at) {
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    static List<byte[]> splitAtRandom(byte[] bytes, Random random) {
        int[] at = random.ints(random.nextInt(12), 0, bytes.length + 1).sorted().toArray();
        return split(bytes, at);
    }

    /** A random array with nested values, escapes, brackets in strings and whitespace. */
    static byte[] randomArray(Random random) {
        StringBuilder json = new StringBuilder(gap(random)).append('[').append(gap(random));
        int elements = random.nextInt(7);
        for (int i = 0; i < elements; i++) {
            json.append(i == 0 ? "" : ",").append(gap(random));
            appendObject(json, random, 0);
            json.append(gap(random));
        }
        return json.append(']').append(gap(random)).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendObject(StringBuilder json, Random random, int depth) {
        json.append('{').append(gap(random));
        int fields = random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            json.append(i == 0 ? "" : ",").append(gap(random));
            appendString(json, random);
            json.append(gap(random)).append(':').append(gap(random));
            appendValue(json, random, depth + 1);
            json.append(gap(random));
        }
        json.append('}');
    }

    private static void appendValue(StringBuilder json, Random random, int depth) {
        switch (random.nextInt(depth < 4 ? 7 : 5)) {
            case 0 -> json.append(random.nextInt());
            case 1 -> json.append(random.nextGaussian());
            case 2 -> json.append(random.nextBoolean());
            case 3 -> json.append("null");
            case 4 -> appendString(json, random);
            case 5 -> appendObject(json, random, depth);
            default -> {
                json.append('[');
                int items = random.nextInt(3);
                for (int i = 0; i < items; i++) {
                    json.append(i == 0 ? "" : ",").append(gap(random));
                    appendValue(json, random, depth + 1);
                }
                json.append(gap(random)).append(']');
            }
        }
    }

    private static void appendString(StringBuilder json, Random random) {
        String[] parts = {
            "a",
            "\\\"",
            "\\\\",
            "}",
            "{",
            "]",
            "[",
            ",",
            "\\u00e9",
            "\\ud83d\\ude00",
            "é",
            "€",
            "😀",
            "plain text",
            "xyz|~^_XYZ"
        };
        json.append('"');
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append(parts[random.nextInt(parts.length)]);
        }
        json.append('"');
    }

    private static String gap(Random random) {
        return random.nextInt(4) == 0 ? " \t\r\n".substring(random.nextInt(4)) : "";
    }
}
