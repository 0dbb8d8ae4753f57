package io.github.sailpat.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenAuditor;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.screen.Screen;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any earlier report is compared with, in lines that a terminal only shows, or is refused. */
class AuditComparisonFuzz {
    private static final AuditReport REPORT =
            new TokenAuditor(AuditOptions.standard(), Instant.parse("2026-01-01T00:00:00Z")).report();

    private static final Screen SCREEN = new Screen(Map.of(), () -> 80, false);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"asOf\":\"2026-01-01T00:00:00Z\",\"total\":1,\"unused\":1,\"unusedTokens\":[{\"id\":\"i\","
                                + "\"name\":\"n\",\"owner\":{\"name\":\"o\"}}]}",
                        "{\"asOf\":\"\\u001b[2J\\n\",\"total\":1e9,\"expired\":\"1\",\"unusedTokens\":{\"a\":{\"id\":7}}}",
                        "{\"asOf\":\"\",\"total\":99999999999999999999,\"unreadableTokens\":[[],null,{\"id\":null}]} {}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isComparedWithOrRefused(byte[] json) {
        JsonNode before;
        try {
            before = AuditComparison.parse("old.json", json);
        } catch (UsageException e) {
            return;
        }

        AuditComparison comparison = AuditComparison.of(before, REPORT);

        assertThat(comparison.addTo(REPORT)).contains("\"comparison\":{");
        assertThat(AuditComparisonTable.of(comparison, SCREEN).chars())
                .allMatch(c -> c == '\n' || !Character.isISOControl(c));
    }
}
