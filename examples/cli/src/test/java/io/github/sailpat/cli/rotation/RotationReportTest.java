package io.github.sailpat.cli.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.handover.SecretDelivery;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import org.junit.jupiter.api.Test;

class RotationReportTest {
    private final CommandRun run = CommandRun.bare().stdout(new FailingOutput("Broken pipe"));
    private final RotationReport report = new RotationReport(run.shell(), new SecretDelivery(null));

    @Test
    void secretOfACancelledRotationThatCannotBePrintedIsNamedByItsId() {
        report.rescued(CreatedPersonalAccessToken.builder()
                .id("id-1")
                .name("nightly")
                .secret(Secret.of("made-up"))
                .build());

        assertThat(run.err())
                .contains("token id-1 was created as a successor, but its secret is lost")
                .doesNotContain("made-up");
    }
}
