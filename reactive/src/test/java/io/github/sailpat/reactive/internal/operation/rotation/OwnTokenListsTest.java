package io.github.sailpat.reactive.internal.operation.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.PersonalAccessToken;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

class OwnTokenListsTest {
    private final AtomicInteger open = new AtomicInteger();
    private Runnable beforeTheSubscription = () -> {};
    private Flux<PersonalAccessToken> list = Flux.never();

    private final OwnTokenLists lists = new OwnTokenLists(
            (PersonalAccessTokens) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {PersonalAccessTokens.class},
                    (proxy, method, arguments) -> {
                        beforeTheSubscription.run();
                        return list.doOnSubscribe(s -> open.incrementAndGet())
                                .doFinally(signal -> open.decrementAndGet());
                    }),
            TimeSource.system());

    /** As another thread may do, at this moment. */
    @Test
    void listIsNotLeftOpenByACancelWhileItIsBeingSubscribedTo() {
        BaseSubscriber<OwnTokens> rotation = new BaseSubscriber<>() {};
        beforeTheSubscription = rotation::cancel;
        lists.get().subscribe(rotation);
        assertThat(open).hasValue(0);

        beforeTheSubscription = () -> {};
        list = Flux.just(PersonalAccessToken.builder().id("1").build());
        assertThat(lists.get().block(Duration.ofSeconds(20)).size()).isOne();
    }

    @Test
    void listIsCancelledWithTheLastThatWaits() {
        BaseSubscriber<OwnTokens> one = new BaseSubscriber<>() {};
        BaseSubscriber<OwnTokens> other = new BaseSubscriber<>() {};
        lists.get().subscribe(one);
        lists.get().subscribe(other);
        assertThat(open).hasValue(1);

        one.cancel();
        assertThat(open).hasValue(1);
        other.cancel();
        assertThat(open).hasValue(0);
    }
}
