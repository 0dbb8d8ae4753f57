package io.github.sailpat.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fault: which requests it affects, how often, and what it does. Immutable; each method gives a changed copy.
 *
 * <pre>{@code
 * Fault.on(Operation.CREATE).resetAfterApplying();                                  // the next create
 * Fault.on(Operation.ANY).every(3).status(503, null, "Retry-After", "1");           // every third request
 * Fault.on(Operation.LIST).always().truncateBody(700);
 * }</pre>
 *
 * <p>Without {@link #times}, {@link #always} or {@link #every} it is applied once; of several of them the last one
 * counts. So does the last one of several actions, but {@link #delay} and {@link #header} go with any of them.
 * "Applied" means that the tenant has executed the request, if it was allowed, whatever response the client receives.
 */
public final class Fault {

    private final Operation operation;
    private final Predicate<SandboxRequest> predicate;
    private final Schedule schedule;
    private final FaultAction action;

    private Fault(Operation operation, Predicate<SandboxRequest> predicate, Schedule schedule, FaultAction action) {
        this.operation = operation;
        this.predicate = predicate;
        this.schedule = schedule;
        this.action = action;
    }

    /**
     * A fault of the next request of an operation, without an action yet.
     *
     * @param operation the operation, or ANY
     * @return the fault
     */
    public static Fault on(Operation operation) {
        return new Fault(operation, request -> true, new Schedule(1, 1), FaultAction.NONE);
    }

    /**
     * Applies to the next requests that match.
     *
     * @param count how many
     * @return the changed copy
     */
    public Fault times(long count) {
        return scheduled(new Schedule(1, count));
    }

    /**
     * Applies to every request that matches.
     *
     * @return the changed copy
     */
    public Fault always() {
        return every(1);
    }

    /**
     * Applies to each n-th of the requests that match: for 3 the third, the sixth, and so on.
     *
     * @param n at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if n is less than 1
     */
    public Fault every(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("every must be at least 1, but is " + n);
        }
        return scheduled(new Schedule(n, Long.MAX_VALUE));
    }

    /**
     * Matches only requests for which the predicate is true, in addition to the operation. It is called on the tenant's
     * event loop and must not block. For the faults before the read the body is still empty.
     *
     * @param matching the predicate
     * @return the changed copy
     */
    public Fault matching(Predicate<SandboxRequest> matching) {
        return new Fault(operation, predicate.and(matching), schedule, action);
    }

    /**
     * Responds with this status instead of handling the request.
     *
     * @param status the HTTP status
     * @param body the body, or null for none; its content type is guessed: JSON, HTML or plain text
     * @param headers names and values, alternating
     * @return the changed copy
     */
    public Fault status(int status, @Nullable String body, String... headers) {
        return acting(
                action.at(FaultAction.Stage.READ).answering(status, body, null).withHeaders(headers));
    }

    /**
     * Handles the request, then responds with this status.
     *
     * @param status the HTTP status
     * @param body the body, or null for none; its content type is guessed: JSON, HTML or plain text
     * @param headers names and values, alternating
     * @return the changed copy
     */
    public Fault statusAfterApplying(int status, @Nullable String body, String... headers) {
        return acting(action.at(FaultAction.Stage.APPLIED)
                .answering(status, body, null)
                .withHeaders(headers));
    }

    /**
     * Handles the request, then responds with this body. The status stays, but a 204 becomes a 200.
     *
     * @param replacement the body
     * @param contentType its content type
     * @return the changed copy
     */
    public Fault body(String replacement, String contentType) {
        return acting(action.at(FaultAction.Stage.APPLIED).answering(null, replacement, contentType));
    }

    /**
     * Adds a header to the response; one of the same name is replaced.
     *
     * @param name the name
     * @param value the value
     * @return the changed copy
     */
    public Fault header(String name, String value) {
        return acting(action.withHeaders(name, value));
    }

    /**
     * Waits before the request is handled.
     *
     * @param wait how long
     * @return the changed copy
     */
    public Fault delay(Duration wait) {
        return acting(action.delayed(wait));
    }

    /**
     * Reads the request and never responds.
     *
     * @return the changed copy
     */
    public Fault stall() {
        return silent(FaultAction.Stage.READ, FaultAction.Ending.STALL);
    }

    /**
     * Applies the request and never responds.
     *
     * @return the changed copy
     */
    public Fault stallAfterApplying() {
        return silent(FaultAction.Stage.APPLIED, FaultAction.Ending.STALL);
    }

    /**
     * Resets the connection (TCP RST) when the headers were received; the body is not read.
     *
     * @return the changed copy
     */
    public Fault resetBeforeRead() {
        return silent(FaultAction.Stage.ARRIVED, FaultAction.Ending.RESET);
    }

    /**
     * Resets the connection (TCP RST) when the request has been read; it is not applied.
     *
     * @return the changed copy
     */
    public Fault resetAfterRead() {
        return silent(FaultAction.Stage.READ, FaultAction.Ending.RESET);
    }

    /**
     * Resets the connection (TCP RST) when the request has been applied; there is no response.
     *
     * @return the changed copy
     */
    public Fault resetAfterApplying() {
        return silent(FaultAction.Stage.APPLIED, FaultAction.Ending.RESET);
    }

    /**
     * Closes the connection (TCP FIN) when the headers were received; the body is not read.
     *
     * @return the changed copy
     */
    public Fault closeBeforeRead() {
        return silent(FaultAction.Stage.ARRIVED, FaultAction.Ending.CLOSE);
    }

    /**
     * Closes the connection (TCP FIN) when the request has been read; it is not applied.
     *
     * @return the changed copy
     */
    public Fault closeAfterRead() {
        return silent(FaultAction.Stage.READ, FaultAction.Ending.CLOSE);
    }

    /**
     * Closes the connection (TCP FIN) when the request has been applied; there is no response.
     *
     * @return the changed copy
     */
    public Fault closeAfterApplying() {
        return silent(FaultAction.Stage.APPLIED, FaultAction.Ending.CLOSE);
    }

    /**
     * Applies the request, sends status and headers and resets the connection (TCP RST) before the body.
     *
     * @return the changed copy
     */
    public Fault resetAfterHeaders() {
        return resetInBody(0);
    }

    /**
     * Applies the request, sends status, headers and the first bytes of the body, then closes the connection (TCP FIN).
     * The headers announce the whole body.
     *
     * @param afterBytes how many bytes of the body are sent
     * @return the changed copy
     */
    public Fault truncateBody(long afterBytes) {
        return cut(afterBytes, FaultAction.Ending.CLOSE);
    }

    /**
     * Applies the request, sends status, headers and the first bytes of the body, then resets the connection (TCP RST).
     *
     * @param afterBytes how many bytes of the body are sent
     * @return the changed copy
     */
    public Fault resetInBody(long afterBytes) {
        return cut(afterBytes, FaultAction.Ending.RESET);
    }

    /**
     * Applies the request, sends status, headers and the first bytes of the body, and no more; the connection stays
     * open.
     *
     * @param afterBytes how many bytes of the body are sent
     * @return the changed copy
     */
    public Fault stallInBody(long afterBytes) {
        return cut(afterBytes, FaultAction.Ending.STALL);
    }

    /**
     * Applies the request and sends the whole body slowly.
     *
     * @param bytesPerStep how many bytes are sent at a time, at least 1
     * @param step the pause between two times
     * @return the changed copy
     * @throws IllegalArgumentException if bytesPerStep is less than 1
     */
    public Fault dripBody(int bytesPerStep, Duration step) {
        if (bytesPerStep < 1) {
            throw new IllegalArgumentException("bytesPerStep must be at least 1, but is " + bytesPerStep);
        }
        return acting(action.at(FaultAction.Stage.APPLIED).dripping(bytesPerStep, step));
    }

    boolean selects(Operation asked) {
        return operation.covers(asked);
    }

    Predicate<SandboxRequest> predicate() {
        return predicate;
    }

    Schedule schedule() {
        return schedule;
    }

    FaultAction action() {
        return action;
    }

    static String contentTypeOf(String body) {
        String start = body.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            return "application/json";
        }
        return start.startsWith("<") ? "text/html" : "text/plain";
    }

    static byte[] bytes(@Nullable String body) {
        return body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    }

    private Fault silent(FaultAction.Stage stage, FaultAction.Ending ending) {
        return acting(action.at(stage).ending(ending, FaultAction.NO_HEADERS));
    }

    private Fault cut(long afterBytes, FaultAction.Ending ending) {
        if (afterBytes < 0) {
            throw new IllegalArgumentException("afterBytes must not be negative, but is " + afterBytes);
        }
        return acting(action.at(FaultAction.Stage.APPLIED).ending(ending, afterBytes));
    }

    private Fault scheduled(Schedule newSchedule) {
        return new Fault(operation, predicate, newSchedule, action);
    }

    private Fault acting(FaultAction newAction) {
        return new Fault(operation, predicate, schedule, newAction);
    }

    /** Which of the requests that match are affected: each {@code step}-th, {@code strikes} times. */
    record Schedule(int step, long strikes) {}
}
