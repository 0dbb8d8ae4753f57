package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.Tck;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The rules of the Reactive Streams TCK for publishers, each as a test. */
class JsonArrayTckTest {

    @TestFactory
    Stream<DynamicTest> rules() {
        return Tck.rules(rule -> true, () -> new Verification(false));
    }

    @TestFactory
    Stream<DynamicTest> rulesOverThreads() {
        return Tck.rules(rule -> rule.startsWith("required"), () -> new Verification(true));
    }

    @Test
    void theTckHasItsRules() {
        assertThat(rules().count()).isGreaterThan(30);
    }

    private static final class Verification extends PublisherVerification<String> {

        private final boolean threads;

        Verification(boolean threads) {
            super(new TestEnvironment(500, 50), 300);
            this.threads = threads;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 100_000;
        }

        @Override
        public Publisher<String> createPublisher(long elements) {
            Flux<ByteBuf> chunks = Flux.concat(
                            Flux.just("["),
                            Flux.range(0, (int) Math.min(elements, 100_000))
                                    .map(i -> (i == 0 ? "" : ",") + "{\"a\":" + i + "}"),
                            Flux.just("]"))
                    .map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
            return Fixtures.DECODER.decode(
                    // threads that may block, because the subscriber of the TCK takes a lock
                    threads ? chunks.publishOn(Schedulers.boundedElastic()) : chunks,
                    new ElementTimeoutSettings(Duration.ofSeconds(30), null, TimeSource.system()),
                    Fixtures.ERRORS);
        }

        @Override
        public Publisher<String> createFailedPublisher() {
            return Fixtures.decode(Flux.error(new IllegalStateException("refused")));
        }
    }
}
