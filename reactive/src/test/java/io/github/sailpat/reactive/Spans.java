package io.github.sailpat.reactive;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.SenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The least that a tracer does: spans that know their parents, written into the headers of what is sent. As with
 * Micrometer's, the current span of the thread is the parent, even if the observation has another one.
 */
final class Spans implements ObservationHandler<Observation.Context> {
    private final AtomicInteger ids = new AtomicInteger();
    private final Queue<Span> started = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<List<@Nullable Span>> scopes = ThreadLocal.withInitial(ArrayList::new);

    /** One observation, and how often it has ended. */
    static final class Span {
        final String id;
        final String traceId;
        final @Nullable Span parent;
        final Observation.Context context;
        final AtomicInteger ends = new AtomicInteger();

        Span(int id, @Nullable Span parent, Observation.Context context) {
            this.id = String.format("%016x", id);
            this.traceId = parent == null ? String.format("%032x", id) : parent.traceId;
            this.parent = parent;
            this.context = context;
        }

        String name() {
            return Objects.requireNonNull(context.getName());
        }

        /** The value of a key, as it is at the end. */
        @Nullable
        String key(String key) {
            KeyValue found = context.getAllKeyValues().stream()
                    .filter(pair -> pair.getKey().equals(key))
                    .findFirst()
                    .orElse(null);
            return found == null ? null : found.getValue();
        }

        String traceparent() {
            return "00-" + traceId + '-' + id + "-01";
        }

        @Override
        public String toString() {
            return name()
                    + context.getAllKeyValues().stream()
                            .map(pair -> pair.getKey() + '=' + pair.getValue())
                            .collect(Collectors.toList());
        }
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    @Override
    public void onStart(Observation.Context context) {
        ObservationView parent = context.getParentObservation();
        List<@Nullable Span> open = scopes.get();
        Span above = open.isEmpty() ? null : open.get(open.size() - 1);
        if (above == null && parent != null) {
            above = parent.getContextView().get(Span.class);
        }
        Span span = new Span(ids.incrementAndGet(), above, context);
        context.put(Span.class, span);
        started.add(span);
        if (context instanceof SenderContext<?> sender) {
            inject(sender, span.traceparent());
        }
    }

    private static <C> void inject(SenderContext<C> sender, String traceparent) {
        sender.getSetter().set(sender.getCarrier(), "traceparent", traceparent);
    }

    @Override
    public void onScopeOpened(Observation.Context context) {
        scopes.get().add(context.get(Span.class)); // null: of the observation that stands for none
    }

    @Override
    public void onScopeClosed(Observation.Context context) {
        scopes.get().remove(scopes.get().size() - 1);
    }

    @Override
    public void onStop(Observation.Context context) {
        Span span = context.getRequired(Span.class);
        span.ends.incrementAndGet();
    }

    List<Span> all() {
        return List.copyOf(started);
    }

    List<Span> named(String name) {
        return started.stream().filter(span -> span.name().equals(name)).toList();
    }

    boolean allEnded() {
        return started.stream().allMatch(span -> span.ends.get() > 0);
    }
}
