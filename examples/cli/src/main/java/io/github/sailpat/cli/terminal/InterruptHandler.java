package io.github.sailpat.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a command on Ctrl-C. The process waits until calls in flight have completed and what they created is printed; a
 * list is truncated. A second Ctrl-C ends the process at once.
 */
public final class InterruptHandler {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile Runnable action = () -> {};
    private volatile Runnable lastAction = () -> {};
    private volatile Duration grace = AT_ONCE;

    public boolean isStopped() {
        return stopped;
    }

    /** Sets the action for a stop. It may run on another thread; if the stop was before, it runs now. */
    public void onStop(Runnable newAction) {
        action = newAction;
        if (stopped) {
            newAction.run();
        }
    }

    /** Sets the action for a second Ctrl-C. It runs on another thread, for at most one second. */
    public void onAbort(Runnable newAction) {
        lastAction = newAction;
    }

    /** Sets how long the command may take to end after a stop. */
    public void allow(Duration time) {
        grace = time;
    }

    public void stop() {
        stopped = true;
        action.run();
    }

    /** Runs the action for a second Ctrl-C. */
    public void abort() {
        Thread abort = new Thread(lastAction, "abort");
        abort.setDaemon(true);
        abort.start();
        try {
            abort.join(AT_ONCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void finished() {
        finished.countDown();
    }

    /** For a shutdown hook, which also runs at the normal end of the command. */
    public void stopAndWait(PrintStream err) {
        if (finished.getCount() == 0) {
            return;
        }
        stop();
        if (grace.compareTo(AT_ONCE) > 0) {
            err.println("tokens: stopping; calls in flight are finished first, within " + grace.toSeconds()
                    + " s; press Ctrl-C again to stop at once");
        }
        try {
            // A command that has just started may not have set its time yet.
            if (!finished.await(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)) {
                finished.await(grace.minus(AT_ONCE).toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
