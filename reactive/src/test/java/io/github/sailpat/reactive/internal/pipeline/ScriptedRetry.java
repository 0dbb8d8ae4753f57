package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.error.UnexpectedStatusException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A retry stage whose attempts end as a test says, by a clock that the test moves. */
abstract class ScriptedRetry {
    static final ErrorResponse EMPTY = ErrorResponse.builder().build();

    final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    final RateLimiter limiter = RateLimiter.slidingWindow(100, Duration.ofSeconds(10), clock);
    final Queue<Flux<String>> script = new ArrayDeque<>();
    final Queue<CallPhase> firstPhases = new ArrayDeque<>();
    /** Is run in each attempt. */
    Consumer<CallContext> inAttempt = context -> {};

    final List<Long> attempts = new ArrayList<>();
    final List<Duration> reconciliations = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    Mono<Void> reconciled = Mono.empty();
    RetryPolicy policy = RetryPolicy.standard().withBackoff(Duration.ZERO, Duration.ZERO);
    Duration deadline = Duration.ofSeconds(60);

    @Nullable
    Duration patience;

    @Nullable
    Throwable error;

    static CallSummary summary(CallPhase phase) {
        return CallSummary.builder()
                .operation("op")
                .requestLine("GET /x")
                .attempts(1)
                .elapsed(Duration.ZERO)
                .phase(phase)
                .build();
    }

    static Throwable failure(String kind) {
        CallSummary call = summary(CallPhase.RESPONSE);
        return switch (kind) {
            case "reset" -> new TransportException(call, "reset", null);
            case "refused" -> new TransportException(summary(CallPhase.CONNECTION), "refused", null);
            case "503" -> new ServerErrorException(call, 503, EMPTY, null);
            case "503 in 3" -> new ServerErrorException(call, 503, EMPTY, Duration.ofSeconds(3));
            case "429 in 7" -> new RateLimitedException(call, 429, EMPTY, Duration.ofSeconds(7));
            case "429" -> new RateLimitedException(call, 429, EMPTY, null);
            case "429 in 0" -> new RateLimitedException(call, 429, EMPTY, Duration.ZERO);
            case "garbled" -> new MalformedResponseException(call, 200, -1, "cut off", null);
            case "408" -> new UnexpectedStatusException(call, 408, EMPTY, null);
            case "199" -> new UnexpectedStatusException(call, 199, EMPTY, null);
            case "200" -> new UnexpectedStatusException(call, 200, EMPTY, null);
            case "302" -> new UnexpectedStatusException(call, 302, EMPTY, null);
            case "401" -> new UnauthorizedException(call, 401, EMPTY);
            case "400" -> new BadRequestException(call, 400, EMPTY);
            case "404" -> new NotFoundException(call, 404, EMPTY);
            case "credentials" -> new AuthenticationException(call, 401, EMPTY);
            default -> new IllegalStateException(kind);
        };
    }

    void answers(String... kinds) {
        for (String kind : kinds) {
            script.add(kind.equals("ok") ? Flux.just(kind) : Flux.error(failure(kind)));
        }
    }

    CallContext run(CallKind kind) {
        return run(kind, CallPhase.RESPONSE, new RetryStage(policy, limiter, TimeSource.of(clock)));
    }

    CallContext run(CallKind kind, CallPhase phase, RetryStage stage) {
        ApiCall<String> call =
                new ApiCall<>("op", "GET", "/x", "/x", null, null, kind, (status, body, context) -> Flux.empty());
        CallContext context = new CallContext(call, deadline, patience, TimeSource.of(clock));
        Flux<String> attempt = Flux.defer(() -> {
            context.beginAttempt();
            context.enter(firstPhases.isEmpty() ? phase : firstPhases.remove());
            attempts.add(clock.now(TimeUnit.MILLISECONDS));
            inAttempt.accept(context);
            return script.isEmpty() ? Flux.error(failure("script is over")) : script.remove();
        });
        stage.apply(call, context, attempt, (failure, atLeast) -> {
                    reconciliations.add(atLeast);
                    assertThat(context.attempt().getPhase()).isEqualTo(CallPhase.RECONCILIATION);
                    return reconciled;
                })
                .subscribe(ends::add, e -> error = e, () -> ends.add("end"));
        clock.advanceTimeBy(Duration.ofMinutes(40));
        return context;
    }
}
