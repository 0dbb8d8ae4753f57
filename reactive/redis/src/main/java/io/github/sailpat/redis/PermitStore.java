package io.github.sailpat.redis;

import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;

/** Where the processes meet: one exchange is one run of the script. */
interface PermitStore {
    /**
     * Sends a report. The stage may complete on any thread, much later, or never.
     *
     * @param report the state of this process
     * @return the reply, or the error
     */
    CompletionStage<PermitReply> exchange(PermitReport report);

    /**
     * Closes what belongs to this store.
     *
     * @return completes when that is done
     */
    Mono<Void> close();
}
