package io.github.sailpat.cli.connection;

import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** Counts the requests to the API, and the time in which at least one of them waited for the rate limit. */
public final class RequestCounter implements ClientObserver {
    private final Map<String, Long> requests = new TreeMap<>();
    private volatile @Nullable ClientState client;
    private long repeated;
    /** Up to when the waits are counted: waits of several requests overlap. */
    private long waitedUntil = System.nanoTime();

    private long waitedNanos;

    @Override
    public void clientOpened(ClientState opened) {
        client = opened;
    }

    /** How long the tenant still asks to wait; zero if it does not. */
    public Duration remainingPause() {
        ClientState opened = client;
        return opened == null ? Duration.ZERO : opened.getRemainingPause();
    }

    @Override
    public OperationObserver operationStarted(ObservedCall call, ContextView context) {
        String operation = call.getOperation().replaceFirst("PersonalAccessTokens?$", "");
        return new OperationObserver() {
            private volatile @Nullable Long throttledAt;

            /** The wait for the limiter, or the longer one that the tenant has asked for. */
            @Override
            public void permitAcquired(Duration waited) {
                Long throttled = throttledAt;
                throttledAt = null;
                Duration pause = throttled == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - throttled);
                waited(pause.compareTo(waited) > 0 ? pause : waited);
            }

            @Override
            public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView attempt) {
                count(operation, cause != null);
                return (outcome, error) ->
                        throttledAt = error instanceof RateLimitedException ? System.nanoTime() : null;
            }

            @Override
            public void terminated(CallOutcome outcome, @Nullable Throwable error) {
                // Its attempts are counted.
            }
        };
    }

    private synchronized void count(String operation, boolean again) {
        requests.merge(operation, 1L, Long::sum);
        repeated += again ? 1 : 0;
    }

    private synchronized void waited(Duration wait) {
        long now = System.nanoTime();
        waitedNanos += Math.max(0, now - Math.max(waitedUntil, now - wait.toNanos()));
        if (!wait.isZero()) {
            waitedUntil = now;
        }
    }

    /** All of it as one phrase: {@code 412 requests (411 deletes, 1 list), 0 repeated, …}. */
    public synchronized String summary() {
        long all = requests.values().stream().mapToLong(Long::longValue).sum();
        String each = requests.entrySet().stream()
                .map(entry ->
                        plural(entry.getValue(), entry.getKey(), entry.getKey().endsWith("ch") ? "es" : "s"))
                .collect(Collectors.joining(", "));
        return plural(all, "request", "s") + (all == 0 ? "" : " (" + each + ")") + ", " + repeated + " repeated, "
                + Duration.ofNanos(waitedNanos).toSeconds() + " s of it waiting for the limit";
    }

    private static String plural(long count, String one, String ending) {
        return AuditNumbers.count(count) + ' ' + one + (count == 1 ? "" : ending);
    }
}
