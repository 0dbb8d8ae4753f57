package io.github.sailpat.cli;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Watches a program as the tracing agent of GraalVM does, with breakpoints at the JDK's own doors to reflection,
 * resources and services, but on any JDK. What a native image must be told of is what goes through them.
 */
final class ReflectionTrace {
    private static final int DEEP_ENOUGH = 40;
    /** Enums, lambdas and records: a native image knows how they come about. */
    private static final Pattern KNOWN =
            Pattern.compile("java\\.lang\\.Class$|java\\.lang\\.(invoke|runtime)\\.|sun\\.invoke\\.");

    private static final Pattern JDK = Pattern.compile("(java|javax|jdk|sun)\\.");

    private static final Pattern DOORS_OF_CLASS = Pattern.compile(
            "forName|newInstance|get(Declared)?(Field|Method|Constructor)s?|getRecordComponents|getResource|getResourceAsStream");

    private static final Map<String, Pattern> DOORS = Map.of(
            "java.lang.Class", DOORS_OF_CLASS,
            "java.lang.ClassLoader", Pattern.compile("getResources?|getResourceAsStream"),
            "java.lang.Module", Pattern.compile("getResourceAsStream"),
            "java.lang.reflect.Proxy", Pattern.compile("newProxyInstance"),
            "java.lang.invoke.MethodHandles$Lookup", Pattern.compile("find\\w+|unreflect\\w*"),
            "java.util.ServiceLoader", Pattern.compile("load"),
            "java.util.ResourceBundle", Pattern.compile("getBundle"),
            "java.io.ObjectInputStream", Pattern.compile("readObject"),
            "java.io.ObjectOutputStream", Pattern.compile("writeObject"));

    private final Predicate<String> watched;
    private final Set<String> seen = new TreeSet<>();

    private ReflectionTrace(Predicate<String> watched) {
        this.watched = watched;
    }

    /**
     * Runs a program to its end.
     *
     * @param main what follows {@code java} on its command line
     * @param watched whether a class is looked after, by its name
     * @return {@code getMethod(name) on type} of each type that is watched, and {@code load(name) by type} of whatever else a
     *     watched one asks for
     */
    static Set<String> of(String main, Predicate<String> watched) throws Exception {
        LaunchingConnector launcher = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = launcher.defaultArguments();
        arguments.get("main").setValue(main);
        VirtualMachine machine = launcher.launch(arguments);
        try {
            List<Thread> drains = List.of(
                    drain(machine.process().getInputStream()),
                    drain(machine.process().getErrorStream()));
            ReflectionTrace trace = new ReflectionTrace(watched);
            trace.watch(machine);
            for (Thread drain : drains) {
                drain.join();
            }
            int exit = machine.process().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("the program ended with " + exit);
            }
            return trace.seen;
        } finally {
            machine.process().destroyForcibly();
        }
    }

    private static Thread drain(InputStream stream) {
        Thread thread = new Thread(() -> {
            try (stream) {
                stream.transferTo(System.err);
            } catch (IOException e) {
                // The program is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void watch(VirtualMachine machine) throws Exception {
        while (true) {
            EventSet events = machine.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof VMStartEvent) {
                    DOORS.keySet().forEach(type -> prepare(machine, type));
                } else if (event instanceof ClassPrepareEvent prepared) {
                    stopAtDoors(prepared.referenceType());
                } else if (event instanceof BreakpointEvent stopped) {
                    note(
                            stopped.location().method(),
                            stopped.thread()
                                    .frames(
                                            0,
                                            Math.min(
                                                    DEEP_ENOUGH,
                                                    stopped.thread().frameCount())));
                } else if (event instanceof VMDisconnectEvent) {
                    return;
                }
            }
            events.resume();
        }
    }

    private static void prepare(VirtualMachine machine, String type) {
        List<ReferenceType> loaded = machine.classesByName(type);
        if (loaded.isEmpty()) {
            ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
            request.addClassFilter(type);
            request.enable();
        }
        loaded.forEach(ReflectionTrace::stopAtDoors);
    }

    private static void stopAtDoors(ReferenceType type) {
        Pattern doors = DOORS.get(type.name());
        for (Method method : type.methods()) {
            if (method.isPublic()
                    && !method.isNative()
                    && doors.matcher(method.name()).matches()) {
                EventRequest stop =
                        type.virtualMachine().eventRequestManager().createBreakpointRequest(method.location());
                stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                stop.enable();
            }
        }
    }

    private void note(Method door, List<StackFrame> frames) {
        StackFrame frame = frames.get(0);
        String from =
                frames.size() > 1 ? frames.get(1).location().declaringType().name() : "";
        if (KNOWN.matcher(from).lookingAt()) {
            return;
        }
        List<Value> arguments = frame.getArgumentValues();
        String first = arguments.isEmpty() ? "" : text(arguments.get(0));
        String target = frame.thisObject() instanceof ClassObjectReference type
                ? type.reflectedType().name()
                : first;
        if (watched.test(target)) {
            seen.add(door.name() + '(' + first + ") on " + target);
            return;
        }
        frames.stream()
                .skip(1)
                .map(caller -> caller.location().declaringType().name())
                .filter(name -> !JDK.matcher(name).lookingAt())
                .findFirst()
                .filter(watched)
                .ifPresent(name -> seen.add(door.name() + '(' + first + ") by " + name));
    }

    private static String text(Value value) {
        if (value instanceof ClassObjectReference type) {
            return type.reflectedType().name();
        }
        return value instanceof StringReference string ? string.value() : String.valueOf(value);
    }
}
