package io.github.sailpat.reactive;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A way to cancel calls.
 *
 * @param calls ends by itself, and cancels calls that wait, are sent, or are arriving
 */
record CancelShape(String name, BiFunction<SailPointClient, SandboxTenant, Flux<?>> calls) {
    /** The tenant of the test has as many. */
    static final int TOKENS = 40;

    private static final AtomicLong NAMES = new AtomicLong();

    @Override
    public String toString() {
        return name;
    }

    static Stream<Arguments> all() {
        return Stream.concat(operators(), moments()).map(Arguments::of);
    }

    private static CancelShape shape(String name, Function<PersonalAccessTokens, Flux<?>> calls) {
        return new CancelShape(name, (client, tenant) -> calls.apply(client.personalAccessTokens()));
    }

    private static Stream<CancelShape> operators() {
        return Stream.of(
                shape("merge of lists, take", t -> Flux.merge(lists(t, 8), 8).take(1)),
                shape(
                        "merge of lists, take of all of one",
                        t -> Flux.merge(lists(t, 4), 4).take(TOKENS)),
                shape(
                        "flatMap of deletes, take",
                        t -> Flux.range(0, 16).flatMap(i -> deleted(t, i), 16).take(3)),
                shape(
                        "when of deletes, one fails",
                        t -> Mono.when(failing(t, 8)).onErrorComplete().flux()),
                shape(
                        "zip of deletes, one fails",
                        t -> Mono.zip(failing(t, 6), all -> all)
                                .onErrorComplete()
                                .flux()),
                shape("firstWithSignal", t -> Flux.firstWithSignal(stream(t, 6).toList())),
                shape(
                        "firstWithValue",
                        t -> Flux.firstWithValue(IntStream.range(0, 6)
                                .mapToObj(i -> deleted(t, i).flux())
                                .toList())),
                shape(
                        "switchMap",
                        t -> Flux.range(0, 12).switchMap(i -> t.list().take(2))),
                shape("list, take", t -> t.list().take(1)),
                shape(
                        "list that is nested in another, take",
                        t -> t.list().flatMap(token -> deleted(t, 1), 8).take(3)),
                shape(
                        "deleteAll, take",
                        t -> t.deleteAll(Flux.range(0, 30).map(i -> "no-" + i), BulkOptions.standard())
                                .take(5)),
                shape(
                        "creates, take",
                        t -> Flux.range(0, 12).flatMap(i -> created(t), 12).take(2)));
    }

    private static Stream<CancelShape> moments() {
        return Stream.of(
                shape(
                        "before the connection",
                        t -> Flux.range(0, 8)
                                .doOnNext(i -> deleted(t, i).subscribe().dispose())),
                // On the event loop, where no connection comes before the cancel.
                shape(
                        "while it connects",
                        t -> t.list()
                                .doOnComplete(() -> IntStream.range(0, 4)
                                        .forEach(i -> deleted(t, i).subscribe().dispose()))),
                new CancelShape("access token", (client, tenant) -> {
                    client.switchCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()));
                    return within(i -> deleted(client.personalAccessTokens(), i).flux(), 200);
                }),
                shape(
                        "limiter",
                        t -> Flux.range(0, 60).flatMap(i -> deleted(t, i), 60).take(5)),
                shape("header", t -> within(i -> deleted(t, i).flux(), 500)),
                shape("header of a create", t -> within(i -> created(t).flux(), 500)),
                shape("body", t -> within(i -> t.list(), 500)),
                shape("paused list", t -> t.list().limitRate(1).take(2)),
                shape("trailing bytes", t -> t.list().take(TOKENS)));
    }

    /** Each is cancelled after some more microseconds. */
    private static Flux<?> within(Function<Integer, Flux<?>> call, int micros) {
        return Flux.range(0, 6)
                .flatMap(
                        i -> call.apply(i)
                                .takeUntilOther(Mono.delay(Duration.ofNanos(i * micros * 1_000L)))
                                .onErrorComplete(),
                        6);
    }

    private static Stream<Flux<?>> stream(PersonalAccessTokens tokens, int count) {
        return IntStream.range(0, count).mapToObj(i -> tokens.list());
    }

    private static Flux<Flux<?>> lists(PersonalAccessTokens tokens, int count) {
        return Flux.fromStream(() -> stream(tokens, count));
    }

    static Mono<Integer> deleted(PersonalAccessTokens tokens, int i) {
        return tokens.delete("no-" + i).onErrorComplete().thenReturn(i);
    }

    static Mono<?> created(PersonalAccessTokens tokens) {
        return tokens.create(r -> r.name("c-" + NAMES.incrementAndGet()));
    }

    private static List<Mono<Void>> failing(PersonalAccessTokens tokens, int count) {
        return IntStream.range(0, count).mapToObj(i -> tokens.delete("no-" + i)).toList();
    }
}
