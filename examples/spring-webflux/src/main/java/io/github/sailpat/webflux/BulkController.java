package io.github.sailpat.webflux;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deletes many tokens in one request: lines with ids come in, events go out while lines are still coming.
 *
 * <pre>{@code
 * lines       a b c d …               no further ahead than calls are in flight
 * outcome         a   c b d …         one for each line, as soon as it is known
 * progress          -       -         now and then
 * done                        !       or failed, if the lines end with an error: always the last event
 * }</pre>
 */
@RestController
class BulkController {
    private final PersonalAccessTokens tokens;
    private final TokenLineReader reader;
    private final RunningJobs jobs;
    private final BulkProperties settings;

    BulkController(PersonalAccessTokens tokens, TokenLineReader reader, RunningJobs jobs, BulkProperties settings) {
        this.tokens = tokens;
        this.reader = reader;
        this.jobs = jobs;
        this.settings = settings;
    }

    /** Deletes the tokens of all lines; a job that stops reports the rest of them as not attempted. */
    @PostMapping(
            path = "/tokens/delete",
            consumes = MediaType.APPLICATION_NDJSON_VALUE,
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Object>> delete(@RequestBody Flux<byte[]> lines) {
        // A job that stops cancels its source. Behind publish() that is not the request's end: what it has left comes
        // next.
        return reader.read(lines).publish(this::events, settings.concurrency());
    }

    private Flux<ServerSentEvent<Object>> events(Flux<TokenLine> lines) {
        BulkJob<TokenLine, String> job = tokens.deleteAll(
                lines, BulkOptions.create(o -> o.concurrency(settings.concurrency())), TokenLine::require);
        Flux<OutcomeEvent> outcomes =
                jobs.run(job).map(OutcomeEvent::of).concatWith(Flux.defer(() -> rest(lines, job)));
        return outcomes.map(outcome -> event("outcome", outcome))
                .publish(known -> Flux.merge(known, progress(job, known)), settings.concurrency())
                .concatWith(Mono.fromSupplier(() -> event("done", ProgressEvent.of(job.getProgress()))))
                .onErrorResume(error -> Mono.just(event("failed", Problems.of(error))));
    }

    private static Flux<OutcomeEvent> rest(Flux<TokenLine> lines, BulkJob<?, ?> job) {
        long taken = job.getProgress().getTaken();
        return lines.index((i, line) -> OutcomeEvent.notAttempted(taken + i, line));
    }

    private Flux<ServerSentEvent<Object>> progress(BulkJob<?, ?> job, Flux<?> known) {
        return Flux.interval(settings.progressEvery())
                .onBackpressureDrop()
                .takeUntilOther(known.ignoreElements().onErrorComplete())
                .map(tick -> event("progress", ProgressEvent.of(job.getProgress())));
    }

    private static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }
}
