package io.github.sailpat.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import redis.embedded.RedisServer;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program for Windows is Redis 5, and 6.2 is needed")
class SharedLimitTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1));
    private final int port = freePort();
    private RedisServer redis;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("requirepass canary")
                .build();
        redis.start();
    }

    @AfterEach
    void close() throws IOException {
        redis.stop();
        tenant.close();
    }

    private CommandRun run(String password, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "list";
        arguments[1] = "--shared-limit";
        arguments[2] = "redis://127.0.0.1:" + port;
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandRun.against(tenant)
                .variable("TOKENS_REDIS_PASSWORD", password)
                .run(arguments);
    }

    private void assertRefused(CommandRun run, String reason) {
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSizeBetween(1, 2);
        assertThat(run.err()).contains(reason).doesNotContain("canary");
        assertThat(tenant.getLedger().count(Operation.TOKEN)).isZero();
    }

    @Test
    void theLimitIsThatOfRedis() {
        CommandRun run = run("canary", "--rate", "50/1s");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines()).hasSize(1);
    }

    @Test
    void wrongPassword() {
        assertRefused(run("wrong"), "refuses the credentials");
    }

    @Test
    void nobodyListening() {
        assertRefused(
                CommandRun.against(tenant).run("list", "--shared-limit", "redis://127.0.0.1:" + freePort()),
                "cannot connect to Redis");
    }

    @Test
    void otherWrongUsage() {
        assertRefused(
                CommandRun.against(tenant).run("list", "--shared-limit", "redis://u:canary@127.0.0.1"),
                "TOKENS_REDIS_PASSWORD");
        assertRefused(CommandRun.against(tenant).run("list", "--shared-limit", "http://127.0.0.1"), "redis://");
        assertRefused(run("canary", "--rate", "off"), "--rate off");
    }
}
