package io.github.sailpat.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that exist in a tenant and the requests that it received. Every method returns a snapshot and may be
 * called by any thread.
 */
public final class Ledger {

    private static final int REMEMBERED_DELETES = 200_000;

    private final TokenStore store;
    private final int recordLast;
    private final Deque<Exchange> exchanges = new ArrayDeque<>();
    private final Deque<String> deletedIds = new ArrayDeque<>();
    private final Map<Operation, LongAdder> counts = new EnumMap<>(Operation.class);
    private final Map<Operation, LongAdder> applied = new EnumMap<>(Operation.class);
    private final AtomicLong listBytesWritten = new AtomicLong();

    Ledger(TokenStore store, int recordLast) {
        this.store = store;
        this.recordLast = recordLast;
        for (Operation operation : Operation.values()) {
            counts.put(operation, new LongAdder());
            applied.put(operation, new LongAdder());
        }
    }

    /**
     * The tokens that exist, oldest first. Generated ones are not among them.
     *
     * @return the tokens
     */
    public List<SandboxToken> getTokens() {
        return store.all();
    }

    /**
     * The tokens of that exact name; several owners may each have one.
     *
     * @param name the name
     * @return the tokens
     */
    public List<SandboxToken> findByName(String name) {
        return store.all().stream().filter(token -> token.name().equals(name)).toList();
    }

    /**
     * The token of that id.
     *
     * @param id the id
     * @return the token, or null if there is none (any more)
     */
    public @Nullable SandboxToken findById(String id) {
        return store.find(id);
    }

    /**
     * The latest requests, oldest first; as many as {@link SandboxOptions.Builder#recordLast(int)} keeps.
     *
     * @return the requests
     */
    public List<SandboxRequest> getRequests() {
        List<Exchange> copy;
        synchronized (exchanges) {
            copy = List.copyOf(exchanges);
        }
        return copy.stream().map(Exchange::snapshot).toList();
    }

    /**
     * The latest requests of one operation, oldest first.
     *
     * @param operation the operation, or ANY
     * @return the requests
     */
    public List<SandboxRequest> getRequests(Operation operation) {
        return getRequests().stream()
                .filter(request -> operation.covers(request.operation()))
                .toList();
    }

    /**
     * How many requests of an operation have arrived since the start or the last {@link #clear()}, recorded or not.
     *
     * @param operation the operation, or ANY for all
     * @return the number
     */
    public long count(Operation operation) {
        return sum(counts, operation);
    }

    /**
     * How many tokens were created, whether the client received the response or not.
     *
     * @return the number
     */
    public long getCreatesApplied() {
        return sum(applied, Operation.CREATE);
    }

    /**
     * How many tokens were patched, whether the client received the response or not.
     *
     * @return the number
     */
    public long getPatchesApplied() {
        return sum(applied, Operation.PATCH);
    }

    /**
     * How many tokens were deleted, whether the client received the response or not.
     *
     * @return the number
     */
    public long getDeletesApplied() {
        return sum(applied, Operation.DELETE);
    }

    /**
     * The ids of the deleted tokens in the order of their deletion: the last 200,000.
     *
     * @return the ids
     */
    public List<String> getDeletedIds() {
        synchronized (deletedIds) {
            return List.copyOf(deletedIds);
        }
    }

    /**
     * How many bytes of the current list, or of the last one, have been handed to the operating system's socket. The
     * framing (head, chunk sizes) is not counted.
     *
     * @return the number of bytes
     */
    public long getListBytesWritten() {
        return listBytesWritten.get();
    }

    /** Removes the requests and sets every counter to zero. The tokens are kept. */
    public void clear() {
        synchronized (exchanges) {
            exchanges.clear();
        }
        synchronized (deletedIds) {
            deletedIds.clear();
        }
        counts.values().forEach(LongAdder::reset);
        applied.values().forEach(LongAdder::reset);
        listBytesWritten.set(0);
    }

    boolean isRecording() {
        return recordLast > 0;
    }

    void arrived(Exchange exchange) {
        adder(counts, exchange.operation()).increment();
        if (isRecording()) {
            synchronized (exchanges) {
                exchanges.addLast(exchange);
                if (exchanges.size() > recordLast) {
                    exchanges.removeFirst();
                }
            }
        }
    }

    void applied(Operation operation) {
        adder(applied, operation).increment();
    }

    void deleted(String id) {
        applied(Operation.DELETE);
        synchronized (deletedIds) {
            deletedIds.addLast(id);
            if (deletedIds.size() > REMEMBERED_DELETES) {
                deletedIds.removeFirst();
            }
        }
    }

    void listStarted() {
        listBytesWritten.set(0);
    }

    void listBytesWritten(long bytes) {
        listBytesWritten.addAndGet(bytes);
    }

    private static long sum(Map<Operation, LongAdder> adders, Operation operation) {
        return adders.entrySet().stream()
                .filter(each -> operation.covers(each.getKey()))
                .mapToLong(each -> each.getValue().sum())
                .sum();
    }

    @SuppressWarnings("NullAway") // there is one for each operation
    private static LongAdder adder(Map<Operation, LongAdder> adders, Operation operation) {
        return adders.get(operation);
    }
}
