package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the alert rules use metrics and labels that the service has. */
class MonitoringTest {
    private static final Path RULES = Path.of("monitoring/prometheus-rules.yaml");
    private static final Path DASHBOARD = Path.of("monitoring/grafana-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\bsailpat_[a-z_]+");
    private static final Pattern LABELS = Pattern.compile("by \\(([a-z_, ]+)\\)|\\{([a-z_]+)=");

    private static Set<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(match -> IntStream.rangeClosed(1, match.groupCount())
                        .mapToObj(match::group)
                        .filter(Objects::nonNull))
                .flatMap(names -> Set.of(names.split(", ")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMetricAndLabelIsReal() throws IOException {
        String used = Files.readString(RULES) + Files.readString(DASHBOARD);
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3).ownTokenListed(true));
                RunningService service = RunningService.of(tenant, "--sailpat.audit.schedule=1h")) {
            tenant.getFaults().add(Fault.on(Operation.LIST).status(503, null, "Retry-After", "1"));
            service.client().get().uri("/tokens").exchange().expectStatus().isOk();
            Await.until("the audit is done", () -> service.metric("sailpat_tokens{bucket=\"all\"") == 4);
            Await.until("the retry is counted", () -> service.metric("sailpat_retries_attempts_total") > 0);

            String scraped = Objects.requireNonNull(service.client()
                    .get()
                    .uri("/actuator/prometheus")
                    .exchange()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody());
            assertThat(metrics(used))
                    .hasSizeGreaterThan(8)
                    .allSatisfy(metric -> assertThat(scraped).containsPattern("(?m)^" + metric + "[{ ]"));
            assertThat(find(LABELS, used))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(label -> assertThat(scraped).contains(label + "=\""));
        }
    }

    @Test
    void theEndpointHasTheCountsOfTheAudit() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3));
                RunningService service = RunningService.of(tenant, "--sailpat.audit.schedule=1h")) {
            Await.until("the audit is done", () -> service.metric("sailpat_tokens{bucket=\"all\"") == 3);

            service.client()
                    .get()
                    .uri("/actuator/tokens")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .value(body -> assertThat(body).contains("\"sailpat\":{\"asOf\":", "\"all\":3", "\"30d\":"));
        }
    }

    @Test
    void theFilesAreWellFormed() throws IOException {
        Map<String, Object> dashboard = JsonParserFactory.getJsonParser().parseMap(Files.readString(DASHBOARD));
        Map<String, Object> rules = new Yaml().load(Files.readString(RULES));

        assertThat((List<?>) dashboard.get("panels")).hasSize(10);
        assertThat(rules).containsOnlyKeys("groups");
    }
}
