package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.Tck;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.instrumentation.Unobserved;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A job by the rules of Reactive Streams, with calls that end at once and with calls that end on other threads. */
class BulkTckTest {
    private static final ApiCall<String> CALL = new ApiCall<>(
            "deletePersonalAccessToken",
            "DELETE",
            "/{id}",
            "/id",
            null,
            null,
            CallKind.DELETE,
            (s, b, t) -> Flux.empty());

    @TestFactory
    Stream<DynamicTest> rules() {
        return Tck.rules(rule -> true, () -> new Verification(false, false));
    }

    @TestFactory
    Stream<DynamicTest> rulesOverThreads() {
        return Tck.rules(rule -> rule.startsWith("required"), () -> new Verification(true, false));
    }

    @TestFactory
    Stream<DynamicTest> rulesInOrderOverThreads() {
        return Tck.rules(rule -> rule.startsWith("required"), () -> new Verification(true, true));
    }

    private static final class Verification extends PublisherVerification<BulkOutcome<Integer, String>> {
        private final boolean threads;
        private final boolean ordered;

        Verification(boolean threads, boolean ordered) {
            super(new TestEnvironment(500, 50), 300);
            this.threads = threads;
            this.ordered = ordered;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 100_000;
        }

        @Override
        public Publisher<BulkOutcome<Integer, String>> createPublisher(long elements) {
            return job(Flux.range(0, (int) Math.min(elements, 100_000)));
        }

        @Override
        public Publisher<BulkOutcome<Integer, String>> createFailedPublisher() {
            return job(Flux.error(new IllegalStateException("no file")));
        }

        private Publisher<BulkOutcome<Integer, String>> job(Flux<Integer> source) {
            Flux<String> result = Flux.just("done");
            return new DefaultBulkJob<>(
                    source,
                    BulkOptions.create(b -> b.ordered(ordered)),
                    8,
                    (input, received) -> new BulkCallFactory.Prepared<>(
                            new CallContext(CALL, Duration.ofSeconds(9), Duration.ofMinutes(1), TimeSource.system()),
                            // threads that may block, because the subscriber of the TCK takes a lock
                            threads ? result.subscribeOn(Schedulers.boundedElastic()) : result,
                            null,
                            error -> {}),
                    TimeSource.system(),
                    () -> Duration.ZERO,
                    new BulkObservation(Unobserved.client(), "delete"),
                    new OpenCalls(Runnable::run, Schedulers.parallel()),
                    new UndeliveredSecretHandler(null),
                    null);
        }
    }
}
