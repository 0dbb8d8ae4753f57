package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A Redis Cluster of two nodes, each with half of the slots. */
@RequiresRedis
class ClusterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static RedisProcess low;
    private static RedisProcess high;

    @BeforeAll
    static void start() {
        low = RedisProcess.start("--cluster-enabled", "yes");
        high = RedisProcess.start("--cluster-enabled", "yes");
        addSlots(low, 0, SlotHash.SLOT_COUNT / 2);
        addSlots(high, SlotHash.SLOT_COUNT / 2, SlotHash.SLOT_COUNT);
        low.call(commands -> commands.clusterMeet("127.0.0.1", high.port()));
        for (RedisProcess node : List.of(low, high)) {
            RedisProcess.await(
                    "the cluster",
                    Duration.ofSeconds(60),
                    () -> node.call(RedisCommands::clusterInfo).contains("cluster_state:ok"));
        }
    }

    private static void addSlots(RedisProcess node, int from, int to) {
        node.call(commands -> commands.clusterAddSlots(IntStream.range(from, to).toArray()));
    }

    @AfterAll
    static void stop() {
        low.close();
        high.close();
    }

    /** A key whose slot is one of the node. */
    private static String key(RedisProcess node) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "key-" + i)
                .filter(key -> SlotHash.getSlot(key) < SlotHash.SLOT_COUNT / 2 == (node == low))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theScriptRunsOnTheNodeOfTheKey() {
        RedisClusterClient client = RedisClusterClient.create(RedisURI.create(low.uri()));
        try (StatefulRedisClusterConnection<String, String> connection = client.connect()) {
            for (RedisProcess node : List.of(low, high)) {
                RedisRateLimiter limiter = RedisRateLimiter.connect(
                                b -> b.connection(connection).key(key(node)))
                        .block(SOON);
                StepVerifier.create(Flux.range(0, 50).flatMap(i -> limiter.limit(Mono.just(i)), 50))
                        .expectNextCount(50)
                        .expectComplete()
                        .verify(SOON);
                assertThat(limiter.isShared()).isTrue();
                assertThat(limiter.getLocalGrants()).isZero();
                assertThat(node.<Long>call(commands -> commands.exists(key(node))))
                        .isOne();
                limiter.closeLater().block(SOON);
            }
            assertThat(connection.sync().ping()).isEqualTo("PONG");
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    @Test
    void aUriOfOneNodeIsRefusedIfTheKeyIsOnAnother() {
        StepVerifier.create(RedisRateLimiter.connect(b -> b.uri(low.uri()).key(key(high))))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RedisRateLimiterException.class)
                        .hasMessageContainingAll("node of a cluster", "connection of a RedisClusterClient"))
                .verify(SOON);
    }
}
