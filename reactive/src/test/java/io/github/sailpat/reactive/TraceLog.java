package io.github.sailpat.reactive;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Collects the lines of all loggers at level TRACE, instead of the console, until it is closed. */
public final class TraceLog implements AutoCloseable {
    static {
        // Where the tests run as a module, it reads the API of the log alone.
        Class<?> context = LoggerFactory.getILoggerFactory().getClass();
        TraceLog.class.getModule().addReads(context.getModule());
        TraceLog.class.getModule().addReads(context.getSuperclass().getModule());
    }

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    /** Without a lock: event loops write here. */
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private final Appender<ILoggingEvent> collector = new UnsynchronizedAppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getLoggerName() + " [" + event.getThreadName() + "] "
                    + event.getFormattedMessage() + " " + event.getMDCPropertyMap()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    private TraceLog() {
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        collector.setContext(root.getLoggerContext());
        collector.start();
        root.addAppender(collector);
        root.setLevel(Level.TRACE);
    }

    public static TraceLog start() {
        return new TraceLog();
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.setLevel(level);
        root.detachAppender(collector);
        others.forEach(root::addAppender);
    }
}
