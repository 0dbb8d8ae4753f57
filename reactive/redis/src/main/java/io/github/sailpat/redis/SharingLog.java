package io.github.sailpat.redis;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is logged: first remembered, and then written while no monitor is held, because a log may block. */
final class SharingLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.redis");

    private final Queue<Runnable> lines = new ConcurrentLinkedQueue<>();

    void lost(Throwable error, int share, int permits) {
        String reason = RedisFailure.reason(error);
        lines.add(() -> LOG.warn(
                "Redis does not reply ({}): this process grants {} of {} permits by itself until it does",
                reason,
                share,
                permits));
    }

    void forgotten() {
        lines.add(() ->
                LOG.warn("Redis has lost the state of the rate limit: this process uses its share for one window"));
    }

    void sharedAgain() {
        lines.add(() -> LOG.info("Redis replies again: the rate limit is shared, after one window with the own share"));
    }

    void write() {
        for (Runnable line = lines.poll(); line != null; line = lines.poll()) {
            line.run();
        }
    }
}
