package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class WithoutMicrometerTest {
    @Test
    void theLibraryWorksWithoutIt() throws IOException {
        try (RawServer tenant = RawServer.start(RawServer::tenant)) {
            Process process = ChildJvm.startWithout("micrometer", WithoutMicrometer.class);
            try (BufferedReader out = process.inputReader(UTF_8)) {
                try (OutputStream in = process.getOutputStream()) {
                    in.write(Integer.toString(tenant.port()).getBytes(UTF_8));
                }
                assertThat(out.readLine()).isEqualTo("micrometer false false, settings true, listed 0");
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
