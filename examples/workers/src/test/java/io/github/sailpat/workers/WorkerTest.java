package io.github.sailpat.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.token.Secret;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.Disposable;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program for Windows is Redis 5, and 6.2 is needed")
class WorkerTest {
    private static final Duration MAX_IDLE = Duration.ofMillis(600);

    @Test
    void whatAGatewayHasAnsweredIsDoneAgain() throws Exception {
        try (Demo demo = new Demo();
                RedisClient redis = RedisClient.create(demo.redisUrl());
                SailPointClient client =
                        SailPointClient.create(b -> b.baseUrl(demo.tenant().getBaseUrl())
                                .clientCredentials(
                                        demo.tenant().getClientId(),
                                        Secret.of(demo.tenant().getClientSecret())))) {
            Fault page = Fault.on(Operation.ANY)
                    .matching(request -> request.operation() != Operation.TOKEN)
                    .times(3)
                    .status(404, "<html>no such page</html>", "Content-Type", "text/html");
            demo.tenant().getFaults().add(page);
            demo.addWork(3, 1);
            Disposable worker = new Worker(
                            client.personalAccessTokens(), redis.connect().reactive(), "one", MAX_IDLE)
                    .run()
                    .subscribe();
            while (demo.outcomes() < 4) {
                assertThat(worker.isDisposed()).isFalse();
                Thread.sleep(20);
            }
            worker.dispose();

            assertThat(demo.redis()
                            .hgetall(WorkStream.outcomes(Worker.DELETIONS))
                            .values())
                    .containsOnly("deleted");
            assertThat(demo.redis()
                            .hgetall(WorkStream.outcomes(Worker.ROTATIONS))
                            .values())
                    .allMatch(outcome -> outcome.startsWith("rotated to "));
            assertThat(demo.tenant().getLedger().getTokens()).hasSize(1);
        }
    }
}
