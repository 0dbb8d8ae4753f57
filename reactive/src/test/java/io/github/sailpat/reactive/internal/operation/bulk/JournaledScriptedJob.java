package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.operation.journal.RecordingJournal;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A scripted job with a journal that is a list. */
abstract class JournaledScriptedJob extends ScriptedJob {
    final RecordingJournal journal = new RecordingJournal();
    final List<Boolean> inDoubt = new ArrayList<>();
    final List<Throwable> abandoned = new ArrayList<>();
    /** Is called before an entry is recorded. */
    Consumer<BulkJournalState> recording = state -> {};

    JournaledCallSpec.SuccessRecord successRecord = JournaledCallSpec.SuccessRecord.BY_ITEM;
    Mono<Void> allowed = Mono.empty();
    Mono<Resumption<Object>> resumed = Mono.never();

    @Nullable
    RuntimeException prepareFailure;

    void recordBefore(int input, String digest, BulkJournalState state) {
        journal.entries.add(BulkJournalEntry.create(e -> e.key(String.valueOf(input))
                .digest(digest)
                .state(state)
                .at(Instant.EPOCH)
                .tenantTime(false)));
    }

    List<BulkJournalState> states() {
        return journal.entries.stream().map(BulkJournalEntry::getState).toList();
    }

    DefaultBulkJob<Integer, Object> journaled() {
        return journaled(options -> options);
    }

    DefaultBulkJob<Integer, Object> journaled(UnaryOperator<BulkOptions.Builder> options) {
        BulkJournal observed = operation -> journal.open(operation).map(session -> new BulkJournal.Session() {
            @Override
            public Mono<BulkJournalEntry> find(String key) {
                return session.find(key);
            }

            @Override
            public Flux<BulkJournalEntry> findByName(String name) {
                return session.findByName(name);
            }

            @Override
            public Mono<Void> append(BulkJournalEntry entry) {
                return Mono.defer(() -> {
                    recording.accept(entry.getState());
                    return session.append(entry);
                });
            }

            @Override
            public Mono<Void> close() {
                return session.close();
            }
        });
        return job(
                source.flux().doOnRequest(requested::add),
                options,
                null,
                new DefaultBulkJob.Journal<>(
                        observed,
                        new TenantClock(TimeSource.of(time)),
                        (input, session, received) -> new Spec(input, received)));
    }

    private final class Spec implements JournaledCallSpec<Object> {
        private final int input;
        private final Consumer<CreatedPersonalAccessToken> received;

        Spec(int input, Consumer<CreatedPersonalAccessToken> received) {
            this.input = input;
            this.received = received;
        }

        @Override
        public JournaledInput input() {
            return new JournaledInput(String.valueOf(input), "digest", null, null);
        }

        @Override
        public void requireAllowed() {
            allowed.block();
        }

        @Override
        public BulkCallFactory.Prepared<Object> prepare(boolean doubtful) {
            if (prepareFailure != null) {
                throw prepareFailure;
            }
            inDoubt.add(doubtful);
            return prepared(received, null);
        }

        @Override
        public Mono<Resumption<Object>> resume(BulkJournalEntry entry) {
            return resumed;
        }

        @Override
        public void abandoned(Throwable error) {
            abandoned.add(error);
        }

        @Override
        public SuccessRecord successRecord() {
            return successRecord;
        }
    }
}
