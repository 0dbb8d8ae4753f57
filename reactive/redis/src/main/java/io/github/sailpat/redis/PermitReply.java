package io.github.sailpat.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    private static final int FIELDS = 4;
    /** Each of so many processes has a permit every quarter of an hour, and reports every four minutes. */
    private static final int MAX_PROCESSES = 10_000;

    /**
     * Reads the integers that the script returns. Whoever can write to Redis may have put something else in its place:
     * a pause without end, or permits that are never valid.
     *
     * @throws IllegalStateException if the script does not reply so
     */
    static PermitReply of(List<Long> reply) {
        boolean isOfTheScript = reply.size() >= FIELDS
                && isWithin(reply.get(0), Status.values().length - 1)
                && isWithin(reply.get(1), MAX_PROCESSES)
                && isWithin(reply.get(2), SharedPause.MAX_PAUSE.toMillis())
                && isWithin(reply.get(3), Integer.MAX_VALUE)
                && reply.stream().skip(FIELDS).allMatch(delay -> isWithin(delay, SharedRate.HORIZON.toMillis()));
        if (!isOfTheScript) {
            throw new IllegalStateException("the reply is not of the script");
        }
        return new PermitReply(
                Status.values()[reply.get(0).intValue()],
                Math.max(1, reply.get(1).intValue()),
                reply.get(2),
                reply.get(3).intValue(),
                List.copyOf(reply.subList(FIELDS, reply.size())));
    }

    private static boolean isWithin(@Nullable Long number, long most) {
        return number != null && number >= 0 && number <= most;
    }
}
