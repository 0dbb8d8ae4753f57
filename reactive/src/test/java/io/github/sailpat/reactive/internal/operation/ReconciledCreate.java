package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A create that began two seconds ago and whose first attempt has failed, by a clock that the test moves. */
abstract class ReconciledCreate {
    static final String NAME = "ci deploy";
    /** The tenant's time when the create began, and ours. */
    static final Instant BEGUN = Instant.parse("1970-01-02T00:00:00Z");

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    /** How far the wall clock was set, or the machine has slept. */
    Duration shift = Duration.ZERO;

    final TimeSource timeSource = new TimeSource(
            time,
            () -> time.now(TimeUnit.NANOSECONDS),
            () -> Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS)).plus(shift));
    final TenantClock clock = new TenantClock(timeSource);
    final RecentCreates recent = new RecentCreates();
    final List<AbandonedCreate> abandoned = new ArrayList<>();
    final AtomicInteger lists = new AtomicInteger();
    final CallContext context;

    Flux<ListedTokenSummary> listed = Flux.empty();

    ReconciledCreate() {
        time.advanceTimeBy(Duration.between(Instant.EPOCH, BEGUN));
        clock.observe("Fri, 02 Jan 1970 00:00:00 GMT");
        context = newCall();
        context.beginAttempt();
        context.enter(CallPhase.RESPONSE);
        time.advanceTimeBy(Duration.ofSeconds(2));
    }

    /** A create that begins now. */
    final CallContext newCall() {
        return new CallContext(
                new ApiCall<>("create", "POST", "/x", "/x", null, null, CallKind.CREATE, (s, b, c) -> Flux.empty()),
                Duration.ofMinutes(1),
                timeSource);
    }

    CreateReconciler reconciler() {
        return reconciler(clock);
    }

    CreateReconciler reconciler(TenantClock used) {
        return new CreateReconciler(
                NAME, this::list, null, used, recent, new AbandonedCreateHandler(abandoned::add), timeSource);
    }

    Flux<ListedTokenSummary> list(CallContext create) {
        return listed.doOnSubscribe(s -> lists.incrementAndGet());
    }

    ServerErrorException serverError() {
        return new ServerErrorException(
                context.summary(), 500, ErrorResponse.builder().build(), null);
    }

    static ListedTokenSummary token(@Nullable String id, @Nullable String name, @Nullable Instant created) {
        return new ListedTokenSummary(id, name, created, false);
    }

    static CreatedPersonalAccessToken created(String id) {
        return CreatedPersonalAccessToken.builder()
                .id(id)
                .name(NAME)
                .secret(Secret.of("made-up"))
                .build();
    }

    /** What the source has emitted after this time: an error, {@code "completed"}, or {@code "nothing"}. */
    Object after(Duration wait, Mono<?> source) {
        List<Object> signals = new ArrayList<>();
        source.subscribe(signals::add, signals::add, () -> signals.add("completed"));
        time.advanceTimeBy(wait);
        return signals.isEmpty() ? "nothing" : signals.get(0);
    }

    /** A list that does not end. */
    static Flux<ListedTokenSummary> endless(AtomicBoolean cancelled, ListedTokenSummary... tokens) {
        return Flux.just(tokens).concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true));
    }
}
