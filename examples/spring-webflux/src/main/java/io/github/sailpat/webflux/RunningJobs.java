package io.github.sailpat.webflux;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * The bulk jobs that are under way: measured, and stopped gracefully at the service's end. It is stopped in the first
 * phase, before the web server begins to wait for its requests, so the jobs' streams are among those that it lets end.
 */
@Component
class RunningJobs implements SmartLifecycle {
    private final Set<BulkJob<?, ?>> jobs = ConcurrentHashMap.newKeySet();
    private final MeterRegistry meters;
    private volatile boolean running;

    RunningJobs(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("tokens.bulk.jobs", jobs, Set::size)
                .description("Bulk jobs under way")
                .register(meters);
        gauge("tokens.bulk.in.flight", "Items begun and not ended", BulkProgress::getInFlight);
        gauge("tokens.bulk.waiting", "Items in flight that wait for the rate limit", BulkProgress::getWaitingForPermit);
    }

    private void gauge(String name, String description, ToIntFunction<BulkProgress> number) {
        Gauge.builder(name, this, self -> self.sum(number))
                .description(description)
                .register(meters);
    }

    private int sum(ToIntFunction<BulkProgress> number) {
        return jobs.stream()
                .mapToInt(job -> number.applyAsInt(job.getProgress()))
                .sum();
    }

    /** The job's outcomes, while the job is known here. */
    <I, R> Flux<BulkOutcome<I, R>> run(BulkJob<I, R> job) {
        return job.doFirst(() -> {
                    jobs.add(job);
                    if (!running) {
                        job.stop();
                    }
                })
                .doOnNext(outcome -> meters.counter("tokens.bulk.outcomes", "outcome", OutcomeEvent.label(outcome))
                        .increment())
                .doFinally(end -> jobs.remove(job));
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        jobs.forEach(BulkJob::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
