package io.github.sailpat.webflux;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import io.github.sailpat.reactive.PruneOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** What could be deleted. It is deleted by a request of its own, with the lines that somebody has confirmed. */
@RestController
class PruneController {
    private final PersonalAccessTokens tokens;

    PruneController(PersonalAccessTokens tokens) {
        this.tokens = tokens;
    }

    /** Streams the tokens that were not used for some days, one per line, with the reason. */
    @GetMapping(path = "/tokens/unused", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Candidate> unused(@RequestParam(defaultValue = "90") int days) {
        return tokens.pruneCandidates(PruneOptions.create(o -> o.unusedFor(Duration.ofDays(days))))
                .map(Candidate::of);
    }

    /**
     * A token that could be deleted.
     *
     * @param id the id
     * @param name the name
     * @param reason why
     */
    record Candidate(String id, @Nullable String name, String reason) {
        static Candidate of(PruneCandidate candidate) {
            return new Candidate(
                    candidate.getToken().getId(), candidate.getToken().getName(), candidate.getReason());
        }
    }
}
