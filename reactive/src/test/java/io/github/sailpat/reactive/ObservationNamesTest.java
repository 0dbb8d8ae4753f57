package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.micrometer.DefaultAttemptConvention;
import io.github.sailpat.reactive.micrometer.DefaultOperationConvention;
import io.github.sailpat.reactive.micrometer.SailpatMeter;
import io.github.sailpat.reactive.micrometer.SailpatObservation;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.RetryCause;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The package documentation says what there is: neither more nor less. */
class ObservationNamesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path DOCUMENTATION =
            Path.of("src/main/java/io/github/sailpat/reactive/micrometer/package-info.java");

    @Test
    void theTableHasARowForEachObservationAndMeter() throws IOException {
        List<String> rows = Stream.concat(
                        Stream.of(SailpatObservation.values()).map(ObservationNamesTest::row),
                        Stream.of(SailpatMeter.values()).map(ObservationNamesTest::row))
                .toList();

        assertThat(lines().filter(line -> line.contains("<td>{@code sailpat.")).toList())
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void theTableHasARowForEachKeyAndItsValues() throws IOException {
        Set<String> keys = Stream.of(
                        Stream.of(SailpatObservation.values())
                                .flatMap(o -> Stream.of(o.getLowCardinalityKeyNames(), o.getHighCardinalityKeyNames())),
                        Stream.of(SailpatMeter.values()).map(SailpatMeter::getKeyNames))
                .flatMap(names -> names)
                .flatMap(Arrays::stream)
                .map(KeyName::asString)
                .collect(Collectors.toCollection(TreeSet::new));
        String text = lines().collect(Collectors.joining(" "));
        String table = text.substring(text.indexOf("<caption>Keys"));

        Set<String> rows = Pattern.compile("<tr><td>\\{@code ([a-z._]+)}")
                .matcher(table)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows).isEqualTo(keys);
        Stream.of(CallOutcome.values(), RetryCause.values(), BulkOutcomeKind.values())
                .flatMap(Arrays::stream)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .forEach(value -> assertThat(table).contains("{@code " + value + '}'));
        Stream.of(ApiVersion.values())
                .forEach(version -> assertThat(table).contains("{@code " + version.getLabel() + '}'));
    }

    @Test
    void aRegistryHasWhatTheTableSays() {
        Observed observed = Observed.nothingYet();
        Map<String, Set<String>> found = new TreeMap<>();
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(2));
                TestClient client = observed.client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(503, null));
            client.tokens().list().blockLast(SOON);
            client.tokens()
                    .deleteAll(Flux.just("nobody"), BulkOptions.standard())
                    .blockLast(SOON);
            for (Meter meter : observed.meters().getMeters()) {
                found.put(
                        meter.getId().getName(),
                        meter.getId().getTags().stream()
                                .map(Tag::getKey)
                                .filter(key -> !key.equals("error"))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        found.keySet().removeIf(name -> name.endsWith(".active"));

        Map<String, Set<String>> said = new TreeMap<>();
        for (SailpatObservation observation : SailpatObservation.values()) {
            said.put(name(observation), new TreeSet<>(keys(observation.getLowCardinalityKeyNames())));
        }
        for (SailpatMeter meter : SailpatMeter.values()) {
            said.put(meter.getName(), new TreeSet<>(keys(meter.getKeyNames())));
        }
        assertThat(found).isEqualTo(said);
    }

    @Test
    void theCurrentObservationIsLookedForWhereMicrometerKeepsIt() throws ReflectiveOperationException {
        var key = Class.forName("io.github.sailpat.reactive.micrometer.MicrometerOperation")
                .getDeclaredField("KEY");
        key.setAccessible(true);
        assertThat(key.get(null)).isEqualTo(ObservationThreadLocalAccessor.KEY);
    }

    private static Stream<String> lines() throws IOException {
        return Files.readString(DOCUMENTATION).lines().map(line -> line.replaceFirst("^ \\*\\s*", ""));
    }

    private static String row(SailpatObservation observation) {
        String details = code(observation.getHighCardinalityKeyNames());
        return "<tr><td>{@code " + name(observation) + "}</td><td>" + code(observation.getLowCardinalityKeyNames())
                + "</td><td>" + details + "</td></tr>";
    }

    private static String row(SailpatMeter meter) {
        return "<tr><td>{@code " + meter.getName() + "}</td><td>"
                + meter.getType().name().toLowerCase(Locale.ROOT) + "</td><td>"
                + Objects.requireNonNullElse(meter.getBaseUnit(), "") + "</td><td>" + code(meter.getKeyNames())
                + "</td></tr>";
    }

    private static String name(SailpatObservation observation) {
        return switch (observation) {
            case OPERATION -> new DefaultOperationConvention().getName();
            case ATTEMPT -> new DefaultAttemptConvention().getName();
        };
    }

    private static List<String> keys(KeyName... names) {
        return Stream.of(names).map(KeyName::asString).toList();
    }

    private static String code(KeyName... names) {
        return names.length == 0 ? "" : "{@code " + String.join(" ", keys(names)) + '}';
    }
}
