package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.reactive.internal.client.ClientSettings;
import io.github.sailpat.reactive.internal.oauth.ClientCredentials;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenQuery;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The page of the settings lists each of them, with the default that the code has. */
class SettingsTableTest {
    private static final Pattern ACCESSOR = Pattern.compile("(?:get|is)([A-Z])(\\w*)");
    private static final ClientSettings.Draft CLIENT = new ClientSettings.Draft();

    private record Row(String setting, String byDefault, String unit, String why, String environment) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SailPointClient.Builder",
                "TlsOptions.Builder",
                "ProxyOptions.Builder",
                "RetryPolicy",
                "BulkOptions",
                "RotationOptions",
                "PruneOptions",
                "AuditOptions"
            })
    void hasEverySettingAndItsDefault(String group) throws Exception {
        List<Row> rows = table().get(group);
        Map<String, @Nullable String> defaults = defaults(group);

        assertThat(rows).extracting(Row::setting).containsExactlyInAnyOrderElementsOf(defaults.keySet());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.byDefault()).isNotBlank();
            assertThat(row.why()).isNotBlank();
            if (defaults.get(row.setting()) != null) {
                assertThat(row.byDefault()).as(row.setting()).isEqualTo(defaults.get(row.setting()));
            }
        });
    }

    @Test
    void hasNoGroupThatNothingChecks() throws IOException {
        assertThat(table()).hasSize(8);
    }

    @Test
    void namesTheVariablesThatAreRead() throws IOException {
        Set<Object> asked = new HashSet<>();
        Map<String, String> variables = new HashMap<>() {
            @Override
            public @Nullable String get(Object variable) {
                asked.add(variable);
                return super.get(variable);
            }
        };
        EnvironmentSettings.ofVariables(variables);

        Set<String> named = table().values().stream()
                .flatMap(Collection::stream)
                .flatMap(row ->
                        Pattern.compile("SAIL_\\w+").matcher(row.environment()).results())
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(asked);
    }

    @Test
    void statesTheRateLimit() throws IOException {
        assertThat(table().get("SailPointClient.Builder"))
                .filteredOn(row -> row.setting().equals("rateLimiter"))
                .extracting(Row::byDefault)
                .containsExactly("100 in any 10 s");
        AtomicInteger through = new AtomicInteger();
        ClientSettings.Draft draft = new ClientSettings.Draft();
        draft.baseUrl = URI.create("https://acme.example");
        draft.credentials = ClientCredentials.copyOf("id", Secret.of("secret"));
        RateLimiter limiter = draft.finish().limiter();
        Disposable callers = Flux.range(0, 150)
                .flatMap(i -> limiter.limit(Mono.fromRunnable(through::incrementAndGet)), 150)
                .subscribe();
        callers.dispose();
        assertThat(through).hasValue(100);
    }

    private static Map<String, @Nullable String> defaults(String group) throws Exception {
        return switch (group) {
            case "SailPointClient.Builder" -> ofClient();
            case "TlsOptions.Builder" -> ofBuilder(TlsOptions.Builder.class);
            case "ProxyOptions.Builder" -> ofBuilder(ProxyOptions.Builder.class);
            case "RetryPolicy" -> ofRetryPolicy();
            case "BulkOptions" -> ofOptions(BulkOptions.class, BulkOptions.standard());
            case "RotationOptions" -> ofOptions(RotationOptions.class, RotationOptions.of(created -> Mono.empty()));
            case "PruneOptions" -> {
                Map<String, @Nullable String> found =
                        ofOptions(PruneOptions.class, PruneOptions.unusedFor(Duration.ofDays(90)));
                found.put("unusedFor", "required");
                yield found;
            }
            case "AuditOptions" -> ofOptions(AuditOptions.class, AuditOptions.standard());
            default -> throw new AssertionError(group);
        };
    }

    private static Map<String, @Nullable String> ofClient() throws IllegalAccessException {
        Map<String, @Nullable String> found = ofBuilder(SailPointClient.Builder.class);
        for (Field field : ClientSettings.Draft.class.getFields()) {
            if (found.containsKey(field.getName())) {
                found.put(field.getName(), text(field.get(CLIENT)));
            }
        }
        found.put("baseUrl", null);
        found.put("apiVersion", text(CLIENT.version));
        found.put("deadline", text(CLIENT.callDeadline) + "; " + text(CLIENT.listDeadline) + " for a list");
        return found;
    }

    /** The settings are its methods; what they have by default is not to be seen. */
    private static Map<String, @Nullable String> ofBuilder(Class<?> builder) {
        Map<String, @Nullable String> found = new HashMap<>();
        Stream.of(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == builder)
                .forEach(method -> found.put(method.getName(), null));
        return found;
    }

    private static Map<String, @Nullable String> ofRetryPolicy() {
        Map<String, @Nullable String> found = new HashMap<>();
        Stream.of(RetryPolicy.class.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("with"))
                .forEach(method -> found.put(decapitalized(method.getName().substring(4)), null));
        RetryPolicy standard = RetryPolicy.standard();
        Matcher backoff = Pattern.compile("backoff=(\\w+\\.?\\w*)\\.\\.(\\w+)").matcher(standard.toString());
        assertThat(backoff.find()).isTrue();
        found.put("maxAttempts", text(standard.getMaxAttempts()));
        found.put("budget", text(standard.getBudget()));
        found.put(
                "backoff",
                text(Duration.parse(backoff.group(1))) + ", doubled up to " + text(Duration.parse(backoff.group(2))));
        return found;
    }

    private static Map<String, @Nullable String> ofOptions(Class<?> type, Object standard) throws Exception {
        Map<String, @Nullable String> found = new HashMap<>();
        for (Method method : type.getDeclaredMethods()) {
            Matcher accessor = ACCESSOR.matcher(method.getName());
            if (accessor.matches() && !Modifier.isStatic(method.getModifiers())) {
                found.put(decapitalized(accessor.group(1) + accessor.group(2)), text(method.invoke(standard)));
            }
        }
        return found;
    }

    private static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** As the table writes it, or {@code null} for what it has words of its own for. */
    private static @Nullable String text(@Nullable Object value) {
        if (value == null || (value instanceof Collection<?> many && many.isEmpty())) {
            return "none";
        } else if (value instanceof Duration time) {
            return text(time);
        } else if (value instanceof Integer number) {
            return String.format(Locale.ROOT, "%,d", number);
        } else if (value instanceof Boolean || value instanceof UnreadableElements || value instanceof HttpVersion) {
            return "`" + value + '`';
        } else if (value instanceof ApiVersion version) {
            return "`" + version.getLabel() + '`';
        } else if (value.equals(TokenQuery.all())) {
            return "all of the tenant";
        } else if (value.equals(RetryPolicy.standard()) || value.equals(BulkOptions.standard())) {
            return "`standard()`";
        }
        return null;
    }

    private static String text(Duration time) {
        long seconds = time.toSeconds();
        if (seconds == 0) {
            return time.toMillis() + " ms";
        } else if (seconds % 86_400 == 0) {
            return time.toDays() + " days";
        }
        return seconds > 60 && seconds % 60 == 0 ? time.toMinutes() + " min" : seconds + " s";
    }

    /** The rows by the bold names that stand between them. */
    private static Map<String, List<Row>> table() throws IOException {
        Map<String, List<Row>> groups = new LinkedHashMap<>();
        List<Row> group = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/settings.md"))) {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.size() != 7) {
                continue;
            }
            String first = cells.get(1).replace("`", "");
            if (first.startsWith("**")) {
                group = new ArrayList<>();
                groups.put(first.replace("*", ""), group);
            } else {
                group.add(new Row(first, cells.get(2), cells.get(3), cells.get(4), cells.get(5)));
            }
        }
        return groups;
    }
}
