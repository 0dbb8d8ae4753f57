package io.github.sailpat.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Workers that are killed at any time: each item has one outcome, and nothing is created twice or left behind. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program for Windows is Redis 5, and 6.2 is needed")
class KilledWorkersTest {
    private static final boolean FULL = Boolean.getBoolean("sailpat.soak");

    @Test
    @Timeout(900)
    void eachItemHasOneOutcomeHoweverOftenAWorkerIsKilled() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (Demo demo = new Demo()) {
            demo.startWorker();
            demo.startWorker();
            for (int round = 0; round < (FULL ? 20 : 1); round++) {
                demo.addWork(10, 4);
                awaitOutcomes(demo, demo.outcomes() + 1);
                Thread.sleep(random.nextInt(400));
                demo.killWorker(random.nextInt(2));
                demo.startWorker();
                if (!FULL || round % 5 == 4) {
                    awaitOutcomes(demo, demo.items());
                }
            }
            awaitOutcomes(demo, demo.items());
            assertAccount(demo, "seed " + seed);
        }
    }

    /**
     * The longest time without an outcome is that until an item is claimed, until the permits of a killed worker are
     * free again, and until a successor is verified: less than a minute, and twice that under load.
     */
    private static void awaitOutcomes(Demo demo, int least) throws InterruptedException {
        int outcomes = 0;
        long end = 0;
        while (demo.outcomes() < least) {
            demo.requireAllRunning();
            if (demo.outcomes() > outcomes || end == 0) {
                outcomes = demo.outcomes();
                end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            }
            assertThat(System.nanoTime())
                    .as("%d of %d outcomes", outcomes, least)
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static void assertAccount(Demo demo, String seed) {
        Map<String, String> deletions = demo.redis().hgetall(WorkStream.outcomes(Worker.DELETIONS));
        Map<String, String> rotations = demo.redis().hgetall(WorkStream.outcomes(Worker.ROTATIONS));
        assertThat(deletions)
                .as(seed)
                .hasSize(demo.redis().xlen(Worker.DELETIONS).intValue());
        assertThat(deletions.values()).as(seed).containsOnly("deleted");
        assertThat(rotations)
                .as(seed)
                .hasSize(demo.redis().xlen(Worker.ROTATIONS).intValue());
        assertThat(rotations.values()).as(seed).allMatch(outcome -> outcome.startsWith("rotated to "));

        List<SandboxToken> left = demo.tenant().getLedger().getTokens();
        Set<String> successors = rotations.values().stream()
                .map(outcome -> outcome.substring("rotated to ".length()))
                .collect(Collectors.toSet());
        assertThat(left.stream().map(SandboxToken::id).collect(Collectors.toSet()))
                .as(seed)
                .isEqualTo(successors);
        Map<String, String> secrets = demo.redis().hgetall(Vault.SECRETS);
        assertThat(left).as(seed).allSatisfy(token -> assertThat(secrets).containsEntry(token.id(), token.secret()));
        assertThat(demo.tenant().getLedger().getRequests(Operation.DELETE))
                .as(seed)
                .noneMatch(request -> Integer.valueOf(429).equals(request.status()));
    }
}
