package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotationReportTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final RotationReport report = new RotationReport(new CommandEnvironment(
            Map.of(),
            Path.of("."),
            InputStream.nullInputStream(),
            new FailingOutput("Broken pipe"),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            new InterruptHandler()));

    @Test
    void secretOfACancelledRotationThatCannotBePrintedIsNamedByItsId() {
        report.rescued(CreatedPersonalAccessToken.builder()
                .id("id-1")
                .name("nightly")
                .secret(Secret.of("made-up"))
                .build());

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("token id-1 was created as a successor, but its secret is lost")
                .doesNotContain("made-up");
    }
}
