package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkTest {
    private static List<String> lines(SandboxTenant tenant) {
        return new ArrayList<>(tenant.getLedger().getTokens().stream()
                .map(token -> Events.line(token.id()))
                .toList());
    }

    @Test
    void everyLineHasOneOutcomeAndProgressComesBetween() {
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.tokens(40).rateLimitOff().latency(Duration.ofMillis(50)));
                RunningService service = RunningService.of(
                        tenant, "--service.bulk.concurrency=4", "--service.bulk.progress-every=100ms")) {
            List<String> lines = lines(tenant);
            lines.add(3, Events.line("nobody"));
            lines.add(7, "{}");

            Events events = Events.read(service, lines);

            assertThat(events.of("outcome")).hasSize(42);
            assertThat(events.outcomes("succeeded")).isEqualTo(40);
            assertThat(events.outcomes("rejected")).isEqualTo(2);
            assertThat(events.of("outcome"))
                    .anySatisfy(event -> assertThat(event)
                            .contains("\"index\":3,\"id\":\"nobody\"", "\"tenantStatus\":404", "\"trackingId\":\""));
            assertThat(events.of("progress")).isNotEmpty();
            assertThat(events.last())
                    .startsWith("done ")
                    .contains("\"succeeded\":40,\"failed\":2", "\"stopped\":false");
            assertThat(tenant.getLedger().getDeletesApplied()).isEqualTo(40);
            assertThat(service.metric("tokens_bulk_outcomes_total{outcome=\"succeeded\"}"))
                    .isEqualTo(40);
            assertThat(service.metric("tokens_bulk_jobs")).isZero();
        }
    }

    @Test
    void lineThatCannotBeReadIsAnOutcomeLikeAnyOther() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(5).rateLimitOff());
                RunningService service = RunningService.of(tenant)) {
            List<String> lines = lines(tenant);
            lines.add(2, "{\"id\": what?}");
            lines.add("");

            Events events = Events.read(service, lines);

            assertThat(events.of("outcome"))
                    .hasSize(6)
                    .anySatisfy(event ->
                            assertThat(event).contains("\"index\":2,", "\"outcome\":\"rejected\"", "\"status\":400"));
            assertThat(events.outcomes("succeeded")).isEqualTo(5);
            assertThat(events.last()).startsWith("done ");
        }
    }

    @Test
    void inputThatFailsEndsTheStreamWithAProblemAfterTheOutcomes() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(5).rateLimitOff());
                RunningService service = RunningService.of(tenant)) {
            List<String> lines = lines(tenant);
            lines.add("x".repeat(300 * 1024));

            Events events = Events.read(service, lines);

            assertThat(events.outcomes("succeeded")).isEqualTo(5);
            assertThat(events.last()).startsWith("failed ").contains("\"status\":413");
        }
    }

    @Test
    void jobThatStopsItselfReportsTheRestOfTheLines() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(5).rateLimitOff());
                RunningService service = RunningService.of(tenant, "--service.bulk.concurrency=4")) {
            tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(401, null));

            Events events = Events.read(service, Collections.nCopies(500, Events.line("x")));

            assertThat(events.of("outcome")).hasSize(500);
            assertThat(events.outcomes("not_attempted")).isGreaterThan(480);
            assertThat(events.last()).startsWith("done ").contains("\"stopped\":true");
        }
    }

    @Test
    void shutdownFinishesWhatIsInFlightAndReportsTheRest() throws Exception {
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.tokens(200).rateLimitOff().latency(Duration.ofMillis(100)));
                RunningService service = RunningService.of(tenant, "--service.bulk.concurrency=4")) {
            Events events = new Events();
            CompletableFuture<Events> all = CompletableFuture.supplyAsync(() -> events.readAll(service, lines(tenant)));
            Await.until("the job is under way", () -> events.of("outcome").size() > 8);
            assertThat(service.metric("tokens_bulk_in_flight")).isBetween(1.0, 4.0);

            service.close();

            all.get(20, TimeUnit.SECONDS);
            assertThat(events.of("outcome")).hasSize(200);
            assertThat(indices(events))
                    .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
            assertThat(events.outcomes("succeeded"))
                    .isEqualTo(tenant.getLedger().getDeletesApplied())
                    .isLessThan(200);
            assertThat(events.outcomes("succeeded") + events.outcomes("not_attempted"))
                    .isEqualTo(200);
            assertThat(events.last()).startsWith("done ").contains("\"stopped\":true");
        }
    }

    private static List<Integer> indices(Events events) {
        return events.of("outcome").stream()
                .map(event -> Integer.valueOf(event.replaceAll(".*\"index\":(\\d+).*", "$1")))
                .sorted()
                .toList();
    }
}
