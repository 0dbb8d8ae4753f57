package io.github.sailpat.reactive;

import io.github.sailpat.reactive.micrometer.MicrometerObserver;
import io.github.sailpat.sandbox.SandboxTenant;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** What is needed to look at a client. */
record Observed(TestObservationRegistry registry, Spans spans, SimpleMeterRegistry meters) {
    static Observed nothingYet() {
        Observed observed = new Observed(TestObservationRegistry.create(), new Spans(), new SimpleMeterRegistry());
        observed.registry.observationConfig().observationHandler(observed.spans);
        observed.registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(observed.meters));
        return observed;
    }

    MicrometerObserver observer() {
        return MicrometerObserver.create(registry, meters);
    }

    TestClient client(SandboxTenant tenant) {
        return client(tenant, UnaryOperator.identity());
    }

    TestClient client(SandboxTenant tenant, UnaryOperator<SailPointClient.Builder> customizer) {
        return TestClient.of(tenant, b -> customizer.apply(b.observer(observer())));
    }

    /** Lists on behalf of an observation named {@code outer}. */
    void listWithin(TestClient client) {
        Observation outer = Observation.start("outer", registry);
        client.tokens()
                .list()
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, outer))
                .blockLast(Duration.ofSeconds(20));
        outer.stop();
    }

    /** Lists on behalf of an observation named {@code outer}, which is also the current one of this thread. */
    void listInScope(TestClient client) {
        Observation outer = Observation.start("outer", registry);
        try (Observation.Scope scope = outer.openScope()) {
            client.tokens()
                    .list()
                    .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, outer))
                    .blockLast(Duration.ofSeconds(20));
        }
        outer.stop();
    }

    double count(String name, String... tags) {
        return meters.find(name).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    /** For what happens on another thread, shortly after what the test has seen. */
    static boolean soon(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(200_000);
        }
        return true;
    }
}
