package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.MicrometerObserverTest.only;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxRequest;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.util.context.ContextView;

class TracePropagationTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void eachAttemptPropagatesItsTrace() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(503, null));
            observed.listWithin(client);

            List<Spans.Span> attempts = observed.spans().named("sailpat.attempt");
            assertThat(tenant.getLedger().getRequests(Operation.LIST))
                    .extracting(request -> request.header("traceparent"))
                    .containsExactly(
                            attempts.get(0).traceparent(), attempts.get(1).traceparent());
            assertThat(attempts)
                    .extracting(a -> a.traceId)
                    .containsOnly(only(observed.spans().named("outer")).traceId);
        }
    }

    @Test
    void theTokenEndpointGetsNoHeaderOfATrace() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            client.tokens().list().blockLast(SOON);

            assertThat(only(tenant.getLedger().getRequests(Operation.TOKEN)).headers())
                    .doesNotContainKey("traceparent");
        }
    }

    @Test
    void invalidTraceHeaderIsNotSent() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        headers.put("tracestate", "a=b\r\nX-Injected: yes");
        headers.put("baggage", "user=\0");
        headers.put("X-Bad Name", "a");
        headers.put("Authorization", "Bearer somebody-elses");
        headers.put("Content-Length", "7");
        headers.put("host", "elsewhere");
        headers.put("x-long", "a".repeat(9_000));
        headers.put("x-b3-sampled", "1");
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant, b -> b.observer(sending(headers)))) {
            client.tokens().create(r -> r.name("ci")).block(SOON);

            SandboxRequest request = only(tenant.getLedger().getRequests(Operation.CREATE));
            assertThat(request.header("traceparent")).startsWith("00-0af7");
            assertThat(request.header("x-b3-sampled")).isEqualTo("1");
            assertThat(request.headers())
                    .doesNotContainKeys("tracestate", "baggage", "x-injected", "x-bad name", "x-long");
            assertThat(request.header("authorization")).isNotEqualTo("Bearer somebody-elses");
            assertThat(request.header("host")).isNotEqualTo("elsewhere");
        }
    }

    @Test
    void exceptionOfAnObserverFailsNoCall() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3));
                TestClient client = TestClient.of(
                        tenant,
                        b -> b.observer((call, context) -> {
                            throw new IllegalStateException("on purpose");
                        }))) {
            assertThat(client.tokens().list().count().block(SOON)).isEqualTo(3);
        }
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3));
                TestClient client = TestClient.of(tenant, b -> b.observer(new Failing()))) {
            assertThat(client.tokens().list().count().block(SOON)).isEqualTo(3);
        }
    }

    private static ClientObserver sending(Map<String, String> headers) {
        return (call, context) -> new Quiet() {
            @Override
            public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView attempt) {
                return new AttemptObserver() {
                    @Override
                    public Map<String, String> getHeaders() {
                        return headers;
                    }

                    @Override
                    public void terminated(CallOutcome outcome, @Nullable Throwable error) {}
                };
            }
        };
    }

    private abstract static class Quiet implements OperationObserver {
        @Override
        public void terminated(CallOutcome outcome, @Nullable Throwable error) {}
    }

    private static final class Failing implements ClientObserver {
        @Override
        public OperationObserver operationStarted(ObservedCall call, ContextView context) {
            return new OperationObserver() {
                @Override
                public void permitAcquired(Duration waited) {
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView attempt) {
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public void terminated(CallOutcome outcome, @Nullable Throwable error) {
                    throw new IllegalStateException("on purpose");
                }
            };
        }

        @Override
        public void accessTokenFetched(@Nullable Throwable error) {
            throw new IllegalStateException("on purpose");
        }
    }
}
