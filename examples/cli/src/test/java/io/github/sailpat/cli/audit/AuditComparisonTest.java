package io.github.sailpat.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenAuditor;
import io.github.sailpat.token.PersonalAccessToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditComparisonTest {
    private static AuditReport report(int from, int to) {
        TokenAuditor auditor = new TokenAuditor(AuditOptions.standard(), Instant.now());
        IntStream.range(from, to)
                .forEach(i -> auditor.add(PersonalAccessToken.builder()
                        .id("id-" + i)
                        .name("t-" + i)
                        .created(Instant.EPOCH.plusSeconds(i))
                        .userAwareTokenNeverExpires(true)
                        .build()));
        return auditor.report();
    }

    private static AuditComparison compared(AuditReport before, AuditReport now) {
        return AuditComparison.of(
                AuditComparison.parse("old.json", before.toJson().getBytes(StandardCharsets.UTF_8)), now);
    }

    @Test
    void aListThatIsCutTellsNeitherWhatIsNewNorWhatIsGone() {
        assertThat(compared(report(0, 25), report(1, 25)).tokens()).isEmpty();
        assertThat(compared(report(0, 25), report(0, 26)).tokens()).isEmpty();
    }

    @Test
    void aWholeListTellsIt() {
        assertThat(compared(report(0, 3), report(1, 4)).tokens())
                .filteredOn(change -> change.finding().equals("neverExpiring"))
                .extracting(change -> change.isNew() + change.token().path("id").asText())
                .containsExactly("trueid-3", "falseid-0");
    }
}
