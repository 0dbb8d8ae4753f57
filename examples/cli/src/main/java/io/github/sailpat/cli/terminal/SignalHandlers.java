package io.github.sailpat.cli.terminal;

import io.github.sailpat.cli.error.ExitCode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handles the first and the second Ctrl-C, and a window that changes its size. By default Java shuts down at the first
 * Ctrl-C, and the second has no effect. The class for signals is not part of Java SE, so it is found by reflection;
 * without it Java's default applies.
 */
public final class SignalHandlers {
    private SignalHandlers() {}

    /** The first Ctrl-C ends the process as Java does, with its shutdown hooks; the second at once. */
    public static void onInterrupt(InterruptHandler interruption) {
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

    /** The window of the terminal has another size. Systems without this signal keep the first size. */
    public static void onWindowChange(Runnable action) {
        handle("WINCH", action);
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, arguments) -> {
                action.run();
                return null;
            };
            Object proxy = Proxy.newProxyInstance(SignalHandlers.class.getClassLoader(), new Class<?>[] {handler}, run);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException absent) {
            // Java's default applies.
        }
    }
}
