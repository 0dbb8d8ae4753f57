package io.github.sailpat.spring.boot.audit;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Runs the audits in the background, from the start of the application on, each when it is its turn. It ends with the
 * application, before the clients are closed.
 */
class ScheduledAudit implements SmartLifecycle {
    private final Supplier<List<TokenAudit>> audits;
    private final AuditLock lock;
    private final Duration schedule;
    /** The same after a stop and a start, because each remembers which tokens it has announced. */
    private @Nullable List<TokenAudit> known;

    private @Nullable Disposable running;

    ScheduledAudit(Supplier<List<TokenAudit>> audits, AuditLock lock, Duration schedule) {
        this.audits = audits;
        this.lock = lock;
        this.schedule = schedule;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            List<TokenAudit> all = known == null ? audits.get() : known;
            known = all;
            running = Flux.fromIterable(all)
                    .flatMap(
                            audit -> new AuditTurns(audit.clientName(), lock, schedule)
                                    .turns()
                                    .concatMap(turn -> audit.run(), 0),
                            Math.max(1, all.size()))
                    .subscribe();
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
