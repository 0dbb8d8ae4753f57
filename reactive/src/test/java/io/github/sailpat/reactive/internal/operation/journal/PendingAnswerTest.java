package io.github.sailpat.reactive.internal.operation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Operators;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

/** An answer of a journal, before it is aborted and after it. */
class PendingAnswerTest {
    private final Throwable aborted = new IllegalStateException("aborted");

    private final List<Object> signals = new ArrayList<>();
    private final List<Object> dropped = new ArrayList<>();
    private final List<PendingAnswer<?>> terminated = new ArrayList<>();
    private final TestPublisher<String> journal =
            TestPublisher.createNoncompliant(TestPublisher.Violation.DEFER_CANCELLATION);
    private final BaseSubscriber<String> subscriber = new BaseSubscriber<>() {
        @Override
        public Context currentContext() {
            Consumer<Throwable> errors = dropped::add;
            return Operators.enableOnDiscard(Context.of("reactor.onErrorDropped.local", errors), dropped::add);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(String value) {
            signals.add(value);
        }

        @Override
        protected void hookOnError(Throwable error) {
            signals.add(error);
        }

        @Override
        protected void hookOnComplete() {
            signals.add("completed");
        }
    };
    private final PendingAnswer<String> answer = new PendingAnswer<>(subscriber, "find", 7, terminated::add);

    private void subscribe() {
        subscriber.onSubscribe(answer);
        journal.flux().subscribe(answer);
    }

    @Test
    void answerCompletesIt() {
        subscribe();
        journal.next("found");
        journal.complete();

        assertThat(signals).containsExactly("found", "completed");
        assertThat(terminated).containsExactly(answer);
        assertThat(answer.method()).isEqualTo("find");
        assertThat(answer.since()).isEqualTo(7);
    }

    @Test
    void emptyAnswerCompletesIt() {
        subscribe();
        journal.complete();

        assertThat(signals).containsExactly("completed");
        assertThat(terminated).containsExactly(answer);
    }

    @Test
    void errorOfTheJournalIsPassedOn() {
        subscribe();
        journal.error(aborted);

        assertThat(signals).containsExactly(aborted);
        assertThat(terminated).containsExactly(answer);
    }

    @Test
    void abortCancelsTheJournalAndWhatItAnswersLaterIsDiscarded() {
        Throwable late = new IllegalStateException("late");
        subscribe();
        answer.abort(aborted);
        answer.abort(late);
        journal.assertCancelled();
        journal.next("late");
        answer.onComplete();
        answer.onError(late);

        assertThat(signals).containsExactly(aborted);
        assertThat(dropped).containsExactly("late", late);
        assertThat(terminated).containsExactly(answer);
    }

    @Test
    void cancelIsPassedOn() {
        subscribe();
        assertThat(answer.scan(Attr.TERMINATED)).isFalse();
        subscriber.cancel();

        journal.assertCancelled();
        answer.abort(aborted);
        assertThat(signals).isEmpty();
        assertThat(terminated).containsExactly(answer);
        assertThat(answer.scan(Attr.TERMINATED)).isTrue();
        assertThat(answer.scanUnsafe(Attr.ACTUAL)).isSameAs(subscriber);
        assertThat(answer.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
    }
}
