package io.github.sailpat.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C. The process waits for the command to come to a good end: a call in flight is finished and what it created is
 * printed, a list is cut off. A second Ctrl-C waits for nothing.
 */
final class Interruption {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile Runnable action = () -> {};
    private volatile Runnable lastAction = () -> {};
    private volatile Duration grace = AT_ONCE;

    boolean isStopped() {
        return stopped;
    }

    /** What to do at once when the user stops the command. It may run on another thread, or now if it is too late. */
    void onStop(Runnable newAction) {
        action = newAction;
        if (stopped) {
            newAction.run();
        }
    }

    /** What to do when the user does not want to wait for the end. It runs on another thread, and has a second. */
    void onAbort(Runnable newAction) {
        lastAction = newAction;
    }

    /** How long the command may take to come to an end after a stop. */
    void allow(Duration time) {
        grace = time;
    }

    void stop() {
        stopped = true;
        action.run();
    }

    /** Saves what can be saved at once. */
    void abort() {
        Thread rescue = new Thread(lastAction, "rescue");
        rescue.setDaemon(true);
        rescue.start();
        try {
            rescue.join(AT_ONCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void finished() {
        finished.countDown();
    }

    /** For a shutdown hook: which also runs, with nothing to do, when the command is at its end. */
    void stopAndWait(PrintStream err) {
        if (finished.getCount() == 0) {
            return;
        }
        stop();
        if (grace.compareTo(AT_ONCE) > 0) {
            err.println("tokens: stopping; what is in flight is finished first, within " + grace.toSeconds()
                    + " s; Ctrl-C again ends it at once");
        }
        try {
            // A command that was only beginning may not have said yet how long it takes.
            if (!finished.await(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)) {
                finished.await(grace.minus(AT_ONCE).toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
