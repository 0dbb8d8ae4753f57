package io.github.sailpat.reactive;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.slf4j.LoggerFactory;

/**
 * Turns a line of Netty's leak detector into a failed build: the tests' JVM ends with an error, for a leak belongs to no
 * one test.
 */
public final class LeakGuard implements LauncherSessionListener {
    static final AtomicInteger LEAKS = new AtomicInteger();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.netty.util.ResourceLeakDetector");
        AppenderBase<ILoggingEvent> counter = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                    LEAKS.incrementAndGet();
                }
            }
        };
        counter.setContext(logger.getLoggerContext());
        counter.start();
        logger.addAppender(counter);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        System.gc();
        ByteBufAllocator.DEFAULT.buffer(1).release(); // lets the detector look
        if (LEAKS.get() > 0) {
            System.err.println("LEAK: " + LEAKS.get() + " buffers were not released; see the log above");
            Runtime.getRuntime().halt(1);
        }
    }
}
