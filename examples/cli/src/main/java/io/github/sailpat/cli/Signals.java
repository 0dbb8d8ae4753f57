package io.github.sailpat.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C, the second time too. By itself Java begins to end at the first one, and the second waits for that end. The
 * one class that tells of signals is not part of Java SE, so it is looked up; without it all is as Java does it.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** The first Ctrl-C ends the process as Java does, with its shutdown hooks; the second at once. */
    static void onInterrupt(Interruption interruption) {
        AtomicBoolean again = new AtomicBoolean();
        // Each signal is handled on a thread of its own.
        handle("INT", () -> {
            if (again.compareAndSet(false, true)) {
                System.exit(ExitCode.INTERRUPTED);
            }
            interruption.abort();
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        });
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, arguments) -> {
                action.run();
                return null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, run);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("A second Ctrl-C will not be seen", e);
        }
    }
}
