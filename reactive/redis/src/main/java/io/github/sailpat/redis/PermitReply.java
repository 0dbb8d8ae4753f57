package io.github.sailpat.redis;

import java.util.List;

/**
 * What Redis replies to a {@link PermitReport}.
 *
 * @param status whether the report was accepted
 * @param processes the number of processes alive, at least one
 * @param pauseMillis the remaining time of the pause, or zero
 * @param free the permits of the window that nobody has
 * @param delays for each permit that is granted the milliseconds until it is valid
 */
record PermitReply(Status status, int processes, long pauseMillis, int free, List<Long> delays) {
    enum Status {
        /** A later report of the same process was first. */
        OVERTAKEN,
        ACCEPTED,
        /** Redis does not know the process any more: the key was deleted, or the process was away for too long. */
        UNKNOWN_PROCESS
    }

    /** Reads the integers that the script returns. */
    static PermitReply of(List<Long> reply) {
        return new PermitReply(
                Status.values()[reply.get(0).intValue()],
                Math.max(1, reply.get(1).intValue()),
                reply.get(2),
                reply.get(3).intValue(),
                List.copyOf(reply.subList(4, reply.size())));
    }
}
