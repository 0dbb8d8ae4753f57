package io.github.sailpat.workers;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.models.stream.ClaimedMessages;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A Redis Stream that is read by a consumer group. An item belongs to one worker until it is acknowledged. The items of
 * a worker that is dead are claimed by the others after {@code maxIdle}.
 *
 * <p>An outcome is written before the item is acknowledged, and only the first one counts. So an item whose worker dies
 * in between is done again, and still has one outcome.
 */
final class WorkStream {
    private static final String GROUP = "workers";
    private static final String FIELD = "token";
    private static final Duration POLL = Duration.ofMillis(200);

    private final RedisReactiveCommands<String, String> redis;
    private final String name;
    private final Consumer<String> consumer;
    private final Duration maxIdle;
    private final int batch;
    /** What this worker has taken, also if its job has not begun with it yet. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    /** Where to look for the items of dead workers next. */
    private volatile String claimFrom = "0-0";

    /** Items are taken in batches, no larger than what is worked on at a time, so that the rest is left to others. */
    WorkStream(RedisReactiveCommands<String, String> redis, String name, String worker, Duration maxIdle, int batch) {
        this.redis = redis;
        this.name = name;
        this.consumer = Consumer.from(GROUP, worker);
        this.maxIdle = maxIdle;
        this.batch = batch;
    }

    /** The key of the outcomes: a hash with a field for each entry. */
    static String outcomes(String stream) {
        return stream + ":outcomes";
    }

    Mono<String> add(String tokenId) {
        return redis.xadd(name, FIELD, tokenId);
    }

    /** Creates stream and group, if they do not exist. */
    Mono<Void> prepare() {
        return redis.xgroupCreate(StreamOffset.from(name, "0"), GROUP, XGroupCreateArgs.Builder.mkstream())
                .onErrorComplete(RedisBusyException.class) // The group exists.
                .then();
    }

    /**
     * The items, first those of dead workers, then new ones. It never completes, and reads no more than is asked for.
     */
    Flux<WorkItem> items() {
        return Flux.<Integer>generate(sink -> sink.next(0)).concatMap(i -> next(), 1);
    }

    /**
     * A batch is taken as a whole. The replies of a connection are read in their order: one whose elements are not
     * asked for stops all others, also the acknowledgements that the elements wait for.
     */
    private Flux<WorkItem> next() {
        return claimed()
                .switchIfEmpty(Mono.defer(this::unread))
                .flatMapIterable(batch -> batch.stream()
                        .filter(message -> open.add(message.getId()))
                        .map(WorkStream::item)
                        .toList())
                .switchIfEmpty(Mono.delay(POLL).then(Mono.empty()));
    }

    private Mono<List<StreamMessage<String, String>>> claimed() {
        XAutoClaimArgs<String> arguments = new XAutoClaimArgs<String>()
                .consumer(consumer)
                .minIdleTime(maxIdle)
                .count(batch)
                .startId(claimFrom);
        return redis.xautoclaim(name, arguments)
                .doOnNext(claimed -> claimFrom = claimed.getId())
                .map(ClaimedMessages::getMessages)
                .filter(messages -> !messages.isEmpty());
    }

    @SuppressWarnings("unchecked") // The last parameter is an array of a generic type.
    private Mono<List<StreamMessage<String, String>>> unread() {
        return redis.xreadgroup(consumer, XReadArgs.Builder.count(batch), StreamOffset.lastConsumed(name))
                .collectList();
    }

    private static WorkItem item(StreamMessage<String, String> message) {
        return new WorkItem(message.getId(), message.getBody().getOrDefault(FIELD, ""));
    }

    /** Keeps the items of this worker from being claimed, for as long as it is subscribed to. */
    Flux<Long> keep() {
        return Flux.interval(maxIdle.dividedBy(3)).onBackpressureDrop().concatMap(tick -> {
            String[] ids = open.toArray(String[]::new);
            return ids.length == 0
                    ? Mono.empty()
                    : redis.xclaim(
                                    name,
                                    consumer,
                                    new XClaimArgs().minIdleTime(0).justid(),
                                    ids)
                            .count();
        });
    }

    /** Writes the outcome, and acknowledges the item. */
    Mono<Void> complete(WorkItem item, String outcome) {
        return redis.hsetnx(outcomes(name), item.entryId(), outcome)
                .then(redis.xack(name, GROUP, item.entryId()))
                .doOnNext(acknowledged -> open.remove(item.entryId()))
                .then();
    }

    /** Leaves the item to whoever claims it, maybe this worker. */
    void release(WorkItem item) {
        open.remove(item.entryId());
    }
}
