package io.github.sailpat.reactive.internal.call;

/**
 * What follows a failed attempt. The decision depends on the {@linkplain AttemptEffect effect} of the attempt and on
 * the {@linkplain CallKind kind} of the call:
 *
 * <table>
 *   <caption>Effect × kind</caption>
 *   <tr><th>effect</th><th>read</th><th>delete</th><th>idempotent patch</th><th>patch</th><th>create</th></tr>
 *   <tr><td>not sent</td><td>retry</td><td>retry</td><td>retry</td><td>retry</td><td>retry</td></tr>
 *   <tr><td>unprocessed</td><td>retry</td><td>retry</td><td>retry</td><td>retry</td><td>retry</td></tr>
 *   <tr><td>throttled (429)</td><td>wait</td><td>wait</td><td>wait</td><td>wait</td><td>wait</td></tr>
 *   <tr><td>unauthorized (401)</td><td>reauthorize</td><td>reauthorize</td><td>reauthorize</td><td>reauthorize</td>
 *       <td>reauthorize</td></tr>
 *   <tr><td>ambiguous</td><td>retry</td><td>retry</td><td>retry</td><td>fail</td><td>reconcile</td></tr>
 *   <tr><td>absent (404)</td><td>fail</td><td>fail; succeed after an ambiguous attempt</td><td>fail</td><td>fail</td>
 *       <td>fail; reconcile after an ambiguous attempt</td></tr>
 *   <tr><td>name in use</td><td>fail</td><td>fail</td><td>fail</td><td>fail</td><td>reconcile</td></tr>
 *   <tr><td>refused</td><td>fail</td><td>fail</td><td>fail</td><td>fail</td>
 *       <td>fail; reconcile after an ambiguous attempt</td></tr>
 * </table>
 *
 * <p>A list that has emitted an element fails, whatever the effect is. How often and when a retry is made is the matter
 * of the {@link io.github.sailpat.reactive.resilience.RetryPolicy}. How long a 429 pauses the rate limiter, and when
 * the call goes on, is decided by {@code RetryStage}.
 */
public enum RetryDecision {
    /** Try again, if policy, budget and time allow it. */
    RETRY,
    /** Try again when the tenant permits it. It counts neither as an attempt nor against the budget. */
    WAIT,
    /** Try once more with a new access token. It counts neither as an attempt nor against the budget. */
    REAUTHORIZE,
    /** Find out whether the create was applied, then try again if it was not. */
    RECONCILE,
    /** Find out whether an earlier attempt of the create was applied; this one was not. */
    RECONCILE_EARLIER,
    /** Find out whether the create was applied because something on the way to the tenant has repeated it. */
    RECONCILE_REPEATED,
    /** The result that was asked for is there. */
    SUCCEED,
    /** The error is the result of the call. */
    FAIL;

    /**
     * What follows a failed attempt.
     *
     * @param effect the effect of the attempt
     * @param kind the kind of the call
     * @param ambiguousBefore whether an attempt before this one was ambiguous
     * @return the decision
     */
    public static RetryDecision of(AttemptEffect effect, CallKind kind, boolean ambiguousBefore) {
        return switch (effect) {
            case NOT_SENT, UNPROCESSED -> RETRY;
            case THROTTLED -> WAIT;
            case UNAUTHORIZED -> REAUTHORIZE;
            case AMBIGUOUS ->
                switch (kind) {
                    case READ, DELETE, IDEMPOTENT_PATCH -> RETRY;
                    case PATCH -> FAIL;
                    case CREATE -> RECONCILE;
                };
            case ABSENT -> kind == CallKind.DELETE && ambiguousBefore ? SUCCEED : refused(kind, ambiguousBefore);
            case NAME_IN_USE ->
                kind == CallKind.CREATE && !ambiguousBefore ? RECONCILE_REPEATED : refused(kind, ambiguousBefore);
            case REFUSED -> refused(kind, ambiguousBefore);
        };
    }

    /** A create may be refused because an earlier attempt was applied meanwhile. */
    private static RetryDecision refused(CallKind kind, boolean ambiguousBefore) {
        return kind == CallKind.CREATE && ambiguousBefore ? RECONCILE_EARLIER : FAIL;
    }
}
