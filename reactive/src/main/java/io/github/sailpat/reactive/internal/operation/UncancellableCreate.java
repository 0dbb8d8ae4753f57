package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.operator.PassThroughSubscriber;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * A create that runs to its end although its subscriber cancels, if it was sent by then. Its secret arrives at the
 * consumer of its response, which knows of the cancel. It begins no further attempt, and does not wait for one.
 *
 * <p>A create that is sent at the moment of the cancel is cancelled, and reported as abandoned by the stage of the
 * deadline.
 */
public final class UncancellableCreate extends Flux<CreatedPersonalAccessToken> {
    private final Flux<CreatedPersonalAccessToken> call;
    private final CallContext context;
    private final Consumer<Throwable> failedAfterCancel;

    /**
     * For one subscription.
     *
     * @param call the create
     * @param context its context
     * @param failedAfterCancel takes the error of a create that was sent and whose subscriber has cancelled
     */
    public UncancellableCreate(
            Flux<CreatedPersonalAccessToken> call, CallContext context, Consumer<Throwable> failedAfterCancel) {
        this.call = call;
        this.context = context;
        this.failedAfterCancel = failedAfterCancel;
    }

    @Override
    public void subscribe(CoreSubscriber<? super CreatedPersonalAccessToken> actual) {
        call.subscribe(new Subscriber(actual));
    }

    private final class Subscriber extends PassThroughSubscriber<CreatedPersonalAccessToken> {
        private final AtomicBoolean cancelled = new AtomicBoolean();

        Subscriber(CoreSubscriber<? super CreatedPersonalAccessToken> actual) {
            super(actual);
        }

        @Override
        public void onNext(CreatedPersonalAccessToken token) {
            if (!cancelled.get()) {
                super.onNext(token);
            }
        }

        @Override
        public void onError(Throwable error) {
            if (cancelled.get()) {
                failedAfterCancel.accept(error);
            } else {
                super.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (!cancelled.get()) {
                super.onComplete();
            }
        }

        @Override
        public void cancel() {
            if (cancelled.compareAndSet(false, true)) {
                boolean halted = context.isHaltedWhileWaiting();
                boolean waiting = context.halt() && !halted;
                if (!halted && !waiting && context.isMaybeApplied()) {
                    request(Long.MAX_VALUE);
                    return;
                }
                super.cancel();
                Throwable lastError = context.getLastError();
                if (waiting && lastError != null && context.isAmbiguous()) {
                    failedAfterCancel.accept(lastError);
                }
            }
        }

        @Override
        public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
            return key == Attr.CANCELLED ? cancelled.get() : super.scanUnsafe(key);
        }
    }
}
