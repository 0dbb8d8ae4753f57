package io.github.sailpat.reactive.internal.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The Reactive Streams TCK, each of its rules as a test. */
class JsonArrayTckTest {

    @TestFactory
    Stream<DynamicTest> rules() {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> verify(method)));
    }

    @TestFactory
    Stream<DynamicTest> rulesOverThreads() {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> method.getName().startsWith("required"))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method, new Verification(true))));
    }

    private static void verify(Method rule) throws Throwable {
        run(rule, new Verification(false));
    }

    private static void run(Method rule, Verification verification) throws Throwable {
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException) {
                throw new TestAbortedException(e.getCause().getMessage());
            }
            throw e.getCause();
        }
    }

    @org.junit.jupiter.api.Test
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
                    threads ? chunks.publishOn(Schedulers.parallel()) : chunks,
                    new WaitLimits(Duration.ofSeconds(30), null, Schedulers.parallel()),
                    Fixtures.ERRORS);
        }

        @Override
        public Publisher<String> createFailedPublisher() {
            return Fixtures.decode(Flux.error(new IllegalStateException("refused")));
        }
    }
}
