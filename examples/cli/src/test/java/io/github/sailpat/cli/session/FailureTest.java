package io.github.sailpat.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    private static final String ERROR =
            "{\"detailCode\":\"400.1\",\"trackingId\":\"t-1\",\"messages\":[{\"text\":\"so\\nnot\\u001b[2J\"}]}";

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3));

    @AfterEach
    void close() {
        tenant.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(Fault.on(Operation.ANY).always().status(401, null), "list", 3, "fetchAccessToken"),
                arguments(Fault.on(Operation.LIST).always().status(401, null), "list", 3, "401"),
                arguments(Fault.on(Operation.LIST).always().status(400, ERROR), "list", 1, "t-1"),
                arguments(Fault.on(Operation.LIST).always().status(403, ERROR), "list --owner me", 1, "403"),
                arguments(Fault.on(Operation.PATCH).always().status(404, ERROR), "patch x --name y", 1, "404"),
                arguments(Fault.on(Operation.DELETE).always().status(404, ERROR), "delete x", 1, "404"),
                arguments(
                        Fault.on(Operation.LIST).always().status(500, ERROR), "list --max-attempts 2", 1, "attempt 2"),
                arguments(Fault.on(Operation.LIST).always().status(502, "<html>Oh</html>"), "list", 1, "502"),
                arguments(
                        Fault.on(Operation.LIST).always().body("<html>Log in</html>", "text/html"),
                        "list --max-attempts 1",
                        1,
                        "could not be read"),
                arguments(
                        Fault.on(Operation.LIST).always().status(302, null, "Location", "https://x.invalid/"),
                        "list",
                        1,
                        "302"),
                arguments(
                        Fault.on(Operation.LIST).always().status(429, null, "Retry-After", "60"),
                        "list --deadline 5s",
                        1,
                        "60 s"),
                arguments(
                        Fault.on(Operation.DELETE).always().status(200, "<html>login</html>"),
                        "delete x",
                        1,
                        "it may have been applied"),
                arguments(Fault.on(Operation.DELETE).always().status(202, null), "delete x", 1, "status 202"),
                arguments(Fault.on(Operation.LIST).always().stall(), "list --deadline 300ms", 1, "300 ms"),
                arguments(
                        Fault.on(Operation.DELETE).always().resetAfterRead(),
                        "delete x --max-attempts 1",
                        1,
                        "connection"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void eachIsOneLineWithinItsTime(Fault fault, String line, int exitCode, String told) {
        tenant.getFaults().add(fault);
        long start = System.nanoTime();
        CommandRun run = CommandRun.against(tenant).run(line.split(" "));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("tokens: ")
                .contains(told);
        assertThat(run.err().strip()).doesNotContainPattern("\\p{Cc}");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void createOfUnknownOutcomeSaysWhy() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().stall());
        CommandRun run = CommandRun.against(tenant).run("create", "--name", "x", "--deadline", "2s");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.errLines().get(0)).contains("it is not known whether the token named");
        assertThat(run.errLines().get(1)).contains("2 s");
    }

    @Test
    void verboseShowsTheStackTrace() {
        CommandRun run = CommandRun.against(tenant).run("delete", "nobody", "--verbose");
        assertThat(run.err()).contains("NotFoundException").contains("\tat ");
    }

    @Test
    void wrongCredentialsAreExitCodeThreeAndStayUntold() {
        CommandRun run = CommandRun.against(tenant)
                .variable("SAIL_CLIENT_SECRET", "guessed-wrongly")
                .run("list", "--verbose");
        assertThat(run.exitCode()).isEqualTo(ExitCode.AUTHENTICATION);
        assertThat(run.err()).doesNotContain("guessed-wrongly");
    }

    @Test
    void tenantThatIsNotThereIsNamedInAHint() {
        String url = tenant.getBaseUrl().toString();
        tenant.close();
        CommandRun run = CommandRun.against(tenant).run("list", "--max-attempts", "1");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.errLines().get(0)).contains("refused");
        assertThat(run.errLines().get(1)).contains(url);
    }
}
