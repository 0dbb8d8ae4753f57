package io.github.sailpat.reactive;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Netty's leak detector in the tests, by a system property in the module's {@code pom.xml}, so that it is there before
 * the first buffer is. It counts what it finds itself: no test's logging can silence it.
 *
 * @param <T> what may leak
 */
public final class CountingLeakDetector<T> extends ResourceLeakDetector<T> {
    private static final String ON_PURPOSE = "forgotten on purpose";
    private static final AtomicInteger LEAKS = new AtomicInteger();
    private static final AtomicInteger FORGOTTEN = new AtomicInteger();

    static {
        LeakGuard.watchThisProcess();
    }

    /**
     * Netty calls this.
     *
     * @param resource what may leak
     * @param samplingInterval of no meaning at the level that the tests have
     */
    public CountingLeakDetector(Class<?> resource, int samplingInterval) {
        super(resource, samplingInterval);
    }

    /** Netty asks for this one too. */
    @SuppressWarnings("unused")
    public CountingLeakDetector(Class<?> resource, int samplingInterval, long maxActive) {
        this(resource, samplingInterval);
    }

    static int leaks() {
        return LEAKS.get();
    }

    /** Forgets a buffer and waits until it is found. */
    static boolean findsAForgottenBuffer(Duration patience) {
        int before = FORGOTTEN.get();
        long end = System.nanoTime() + patience.toNanos();
        forget();
        do {
            collect();
        } while (FORGOTTEN.get() == before && System.nanoTime() - end < 0);
        return FORGOTTEN.get() > before;
    }

    private static void forget() {
        ByteBufAllocator.DEFAULT.buffer(1).touch(ON_PURPOSE);
    }

    /** Has everything reported that can be. */
    static void collect() {
        System.gc();
        try {
            Thread.sleep(20); // the collector hands over what it has found on a thread of its own
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ByteBufAllocator.DEFAULT.buffer(1).release(); // each allocation makes the detector look
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resource, String records) {
        if (records.contains(ON_PURPOSE)) {
            FORGOTTEN.incrementAndGet();
        } else {
            LEAKS.incrementAndGet();
            System.err.println("LEAK: a " + resource + " was not released" + records);
        }
    }

    @Override
    protected void reportUntracedLeak(String resource) {
        reportTracedLeak(resource, "");
    }
}
