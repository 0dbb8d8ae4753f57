package io.github.sailpat.spring.boot.audit;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Runs the audits in the background, from the start of the application on. An audit that takes longer than the time
 * between two lets the next ones fall away. It ends with the application, before the clients are closed.
 */
class ScheduledAudit implements SmartLifecycle {
    private final Supplier<List<TokenAudit>> audits;
    private final AuditLock lock;
    private final Duration schedule;
    private @Nullable Disposable running;

    ScheduledAudit(Supplier<List<TokenAudit>> audits, AuditLock lock, Duration schedule) {
        this.audits = audits;
        this.lock = lock;
        this.schedule = schedule;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            List<TokenAudit> all = audits.get();
            running = Flux.interval(Duration.ZERO, schedule)
                    .onBackpressureDrop()
                    .concatMap(tick -> Flux.fromIterable(all).concatMap(audit -> audit.run(lock, schedule)), 0)
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
