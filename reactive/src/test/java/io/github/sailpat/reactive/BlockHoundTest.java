package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The guard itself: without it, a passing suite would prove nothing about blocking. */
class BlockHoundTest {

    /** It has a lock for an instant, and is not ours: a refusal there would lose the word that a loop has ended. */
    @Test
    void terminationOfAnEventLoopIsAllowedToBlock() {
        Flux<Integer> words = Flux.range(0, 200_000)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .doOnNext(i -> GlobalEventExecutor.INSTANCE.execute(() -> {}))
                .sequential();

        assertThat(words.count().block(Duration.ofSeconds(20))).isEqualTo(200_000);
    }

    @Test
    void blockingOnANonBlockingThreadIsDetected() {
        Mono<Integer> blocking = Mono.fromCallable(() -> {
                    Thread.sleep(1);
                    return 1;
                })
                .subscribeOn(Schedulers.parallel());

        assertThatThrownBy(() -> blocking.block(Duration.ofSeconds(10)))
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }
}
