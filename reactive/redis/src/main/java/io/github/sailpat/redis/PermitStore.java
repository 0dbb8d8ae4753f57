package io.github.sailpat.redis;

import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;

/** Where the processes meet: one exchange is one run of the script. */
interface PermitStore {
    /**
     * Sends a report. The stage may complete on any thread, much later, or never. It has every error: nothing is
     * thrown.
     *
     * @param report the state of this process
     * @return the reply, or the error
     */
    CompletionStage<PermitReply> exchange(PermitReport report);

    /**
     * Says who wants to know that the connection is lost: it is found out at once, and not by the next exchange.
     *
     * @param listener runs on any thread, once for each loss
     */
    default void onDisconnected(Runnable listener) {}

    /**
     * Closes what belongs to this store.
     *
     * @return completes when that is done
     */
    Mono<Void> close();
}
