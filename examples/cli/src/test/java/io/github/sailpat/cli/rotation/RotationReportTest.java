package io.github.sailpat.cli.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.handover.SecretDelivery;
import io.github.sailpat.cli.secret.SecretTarget;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationReportTest {
    private static final CreatedPersonalAccessToken CREATED = CreatedPersonalAccessToken.builder()
            .id("id-1")
            .name("nightly")
            .secret(Secret.of("made-up"))
            .build();

    private final CommandRun run = CommandRun.bare().stdout(new FailingOutput("Broken pipe"));
    private final RotationReport report = new RotationReport(run.shell(), new SecretDelivery(null));

    @Test
    void secretOfACancelledRotationThatCannotBePrintedIsNamedByItsId() {
        report.rescued(CREATED);

        assertThat(run.err())
                .contains("token id-1 was created as a successor, but its secret is lost")
                .doesNotContain("made-up");
    }

    @Test
    void secretOfACancelledRotationThatWasHandedOverIsNotLost(@TempDir Path directory) {
        SecretTarget target = SecretTarget.parse("file:secret", directory, Map.of());
        RotationReport handedOver = new RotationReport(run.shell(), new SecretDelivery(target));
        handedOver.rescued(CREATED);

        assertThat(run.err())
                .contains("token id-1 was created as a successor, and its secret was handed over")
                .doesNotContain("lost");
    }
}
