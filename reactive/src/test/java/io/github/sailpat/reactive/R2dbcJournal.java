package io.github.sailpat.reactive;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A journal in a database: one row for each key. A job that has it open holds the lock of a row, in a transaction that
 * ends with its connection, and so with its process.
 */
record R2dbcJournal(ConnectionFactory database) implements BulkJournal {
    private static final String JOBS = "CREATE TABLE IF NOT EXISTS job (operation VARCHAR PRIMARY KEY)";
    private static final String ENTRIES = "CREATE TABLE IF NOT EXISTS entry (operation VARCHAR, id VARCHAR,"
            + " state VARCHAR, digest VARCHAR, made VARCHAR, tenant_time BOOLEAN, name VARCHAR, token VARCHAR,"
            + " error VARCHAR, status INT, tracking_id VARCHAR, PRIMARY KEY (operation, id))";
    private static final String LOCK = "MERGE INTO job KEY (operation) VALUES ($1)";
    private static final String FIND = "SELECT * FROM entry WHERE operation = $1 AND id = $2";
    private static final String FIND_BY_NAME = "SELECT * FROM entry WHERE operation = $1 AND name = $2";
    private static final String APPEND =
            "MERGE INTO entry KEY (operation, id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    @Override
    public Mono<Session> open(String operation) {
        return onElastic(update(JOBS)
                .then(update(ENTRIES))
                .then(Mono.from(database.create()))
                .flatMap(holder -> lock(holder, operation)));
    }

    private Mono<Session> lock(Connection holder, String operation) {
        return Mono.from(holder.beginTransaction())
                .then(execute(holder, LOCK, operation))
                .<Session>thenReturn(new OpenJournal(operation, holder))
                .onErrorResume(e -> Mono.from(holder.close())
                        .then(Mono.error(new BulkJournalException(operation + " is in use by another job", e))));
    }

    Mono<Long> update(String sql, @Nullable Object... values) {
        return withConnection(connection -> execute(connection, sql, values));
    }

    private <T> Mono<T> withConnection(Function<Connection, Mono<T>> use) {
        return Mono.usingWhen(database.create(), use, Connection::close);
    }

    /** H2 works on the thread of its caller. */
    private static <T> Mono<T> onElastic(Mono<T> source) {
        return source.subscribeOn(Schedulers.boundedElastic()).publishOn(Schedulers.parallel());
    }

    private static Mono<Long> execute(Connection connection, String sql, @Nullable Object... values) {
        return Flux.from(statement(connection, sql, values))
                .flatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum);
    }

    private static Publisher<? extends Result> statement(
            Connection connection, String sql, @Nullable Object... values) {
        Statement statement = connection.createStatement(sql);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                statement.bindNull(i, String.class);
            } else {
                statement.bind(i, value);
            }
        }
        return statement.execute();
    }

    private static BulkJournalEntry entry(Readable row) {
        return BulkJournalEntry.create(e -> {
            e.key(row.get("id", String.class));
            e.state(BulkJournalState.valueOf(row.get("state", String.class)));
            e.digest(row.get("digest", String.class));
            e.at(Instant.parse(row.get("made", String.class)));
            e.tenantTime(row.get("tenant_time", Boolean.class));
            e.name(row.get("name", String.class)).id(row.get("token", String.class));
            e.error(row.get("error", String.class)).status(row.get("status", Integer.class));
            return e.trackingId(row.get("tracking_id", String.class));
        });
    }

    private final class OpenJournal implements Session {
        private final String operation;
        private final Connection holder;

        OpenJournal(String operation, Connection holder) {
            this.operation = operation;
            this.holder = holder;
        }

        @Override
        public Mono<BulkJournalEntry> find(String key) {
            return onElastic(withConnection(connection -> Flux.from(statement(connection, FIND, operation, key))
                    .flatMap(result -> result.map(R2dbcJournal::entry))
                    .next()));
        }

        @Override
        public Flux<BulkJournalEntry> findByName(String name) {
            return onElastic(
                            withConnection(connection -> Flux.from(statement(connection, FIND_BY_NAME, operation, name))
                                    .flatMap(result -> result.map(R2dbcJournal::entry))
                                    .collectList()))
                    .flatMapIterable(entries -> entries);
        }

        @Override
        public Mono<Void> append(BulkJournalEntry entry) {
            return onElastic(update(
                            APPEND,
                            operation,
                            entry.getKey(),
                            entry.getState().name(),
                            entry.getDigest(),
                            entry.getAt().toString(),
                            entry.isTenantTime(),
                            entry.getName(),
                            entry.getId(),
                            entry.getError(),
                            entry.getStatus(),
                            entry.getTrackingId()))
                    .onErrorMap(e -> new BulkJournalException("the database took no entry, so the job was stopped", e))
                    .then();
        }

        @Override
        public Mono<Void> close() {
            return onElastic(Mono.from(holder.rollbackTransaction()).then(Mono.from(holder.close())));
        }
    }
}
