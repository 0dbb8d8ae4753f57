package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** What a client's own calls have shown of it. Written by the threads of the calls, read by the health. */
final class ClientStatus implements ClientObserver {
    /** The outcome of a request for an access token; without an error it has succeeded. */
    record Fetch(Instant time, @Nullable Throwable error) {}

    /** The error of an operation. */
    record Failure(Instant time, String operation, Throwable error) {}

    private volatile @Nullable ClientState state;
    private volatile @Nullable Fetch lastFetch;
    private volatile @Nullable Failure lastFailure;

    @Override
    public void clientOpened(ClientState client) {
        state = client;
    }

    @Override
    public void accessTokenFetched(@Nullable Throwable error) {
        lastFetch = new Fetch(Instant.now(), error);
    }

    @Override
    public OperationObserver operationStarted(ObservedCall call, ContextView context) {
        return new OperationObserver() {
            @Override
            public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView attempt) {
                return (outcome, error) -> {};
            }

            @Override
            public void terminated(CallOutcome outcome, @Nullable Throwable error) {
                if (outcome == CallOutcome.ERROR && error != null) {
                    lastFailure = new Failure(Instant.now(), call.getOperation(), error);
                }
            }
        };
    }

    @Nullable
    ClientState state() {
        return state;
    }

    @Nullable
    Fetch lastFetch() {
        return lastFetch;
    }

    @Nullable
    Failure lastFailure() {
        return lastFailure;
    }
}
