package io.github.sailpat.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;

/** How a worker takes items: none is lost, and none is worked on by two workers. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program for Windows is Redis 5, and 6.2 is needed")
class WorkStreamTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration MAX_IDLE = Duration.ofMillis(600);
    private static final int BATCH = 8;

    private static Demo demo;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;

    @BeforeAll
    static void start() throws Exception {
        demo = new Demo();
        client = RedisClient.create(demo.redisUrl());
        connection = client.connect();
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        demo.close();
    }

    @BeforeEach
    void clear() {
        demo.redis().flushall();
    }

    private static WorkStream stream(String worker, int items) {
        WorkStream stream = new WorkStream(connection.reactive(), "work", worker, MAX_IDLE, BATCH);
        stream.prepare().block(SOON);
        for (int i = 0; i < items; i++) {
            stream.add("token-" + i).block(SOON);
        }
        return stream;
    }

    private static List<PendingMessage> pending() {
        return demo.redis().xpending("work", "workers", Range.unbounded(), Limit.from(1_000));
    }

    private static long idle(PendingMessage message) {
        return message.getMsSinceLastDelivery();
    }

    /** Asks for one item, and for no other. */
    private static final class SlowSubscriber extends BaseSubscriber<WorkItem> {
        final List<WorkItem> items = new CopyOnWriteArrayList<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnNext(WorkItem item) {
            items.add(item);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
    }

    @Test
    void itemsThatNobodyAsksForDoNotHoldUpTheConnection() throws Exception {
        WorkStream stream = stream("slow", BATCH);
        SlowSubscriber slow = new SlowSubscriber();
        stream.items().subscribe(slow);
        await(() -> slow.items.size() == 1);
        stream.complete(slow.items.get(0), "done").block(SOON);
        assertThat(pending()).hasSize(BATCH - 1);
        slow.cancel();
    }

    @Test
    void itemsThatWaitForTheirTurnAreKept() throws Exception {
        WorkStream stream = stream("slow", BATCH);
        SlowSubscriber slow = new SlowSubscriber();
        stream.items().subscribe(slow);
        await(() -> pending().size() == BATCH);
        long[] idle = {idle(pending().get(0))};
        Disposable keep = stream.keep().subscribe();
        await(() -> {
            long before = idle[0];
            idle[0] = idle(pending().get(0));
            return idle[0] < before;
        });
        assertThat(pending().stream().map(WorkStreamTest::idle).distinct()).hasSize(1);
        keep.dispose();
        slow.cancel();
    }

    @Test
    @SuppressWarnings("unchecked") // The last parameter is an array of a generic type.
    void anEntryThatWasTrimmedDoesNotStopTheOthers() {
        stream("dead", 3);
        List<StreamMessage<String, String>> taken = connection
                .sync()
                .xreadgroup(
                        Consumer.from("workers", "dead"),
                        XReadArgs.Builder.count(3),
                        StreamOffset.lastConsumed("work"));
        connection.sync().xdel("work", taken.get(1).getId());
        WorkStream stream = new WorkStream(connection.reactive(), "work", "living", Duration.ZERO, BATCH);
        assertThat(stream.items().take(2).map(WorkItem::entryId).collectList().block(SOON))
                .containsExactly(taken.get(0).getId(), taken.get(2).getId());
    }

    @Test
    @SuppressWarnings("unchecked") // The last parameter is an array of a generic type.
    void itemsOfADeadWorkerAreFoundBehindManyOfOthers() {
        Duration maxIdle = Duration.ofMinutes(1);
        stream("dead", 20 * BATCH);
        Consumer<String> dead = Consumer.from("workers", "dead");
        List<String> ids = connection
                .sync()
                .xreadgroup(dead, XReadArgs.Builder.count(20 * BATCH), StreamOffset.lastConsumed("work"))
                .stream()
                .map(StreamMessage::getId)
                .toList();
        List<String> last = ids.subList(19 * BATCH, ids.size());
        XClaimArgs longIdle = XClaimArgs.Builder.minIdleTime(0).idle(maxIdle.multipliedBy(2));
        connection.sync().xclaim("work", dead, longIdle, last.toArray(String[]::new));

        WorkStream stream = new WorkStream(connection.reactive(), "work", "living", maxIdle, BATCH);
        assertThat(stream.items()
                        .take(BATCH)
                        .map(WorkItem::entryId)
                        .collectList()
                        .block(SOON))
                .containsExactlyInAnyOrderElementsOf(last);
    }
}
