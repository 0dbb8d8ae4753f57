package io.github.sailpat.sandbox;

import java.util.List;
import java.util.Objects;

/**
 * Assertions on what a tenant has received and what exists in it. They need no library for assertions: each method
 * throws an {@link AssertionError} that says what was expected and what the ledger has, and no secret.
 *
 * <pre>{@code
 * LedgerAssert.assertThat(tenant.getLedger())
 *         .hasToken("ci-deploy")
 *         .hasReceived(Operation.CREATE, 1)
 *         .hasApplied(Operation.CREATE, 1);
 * }</pre>
 */
public final class LedgerAssert {

    private final Ledger ledger;

    private LedgerAssert(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Starts assertions on a ledger. Each of them reads what the ledger has at that time.
     *
     * @param ledger the ledger of a tenant
     * @return the assertions
     */
    public static LedgerAssert assertThat(Ledger ledger) {
        return new LedgerAssert(Objects.requireNonNull(ledger, "ledger"));
    }

    /**
     * Exactly one token has this name.
     *
     * @param name the exact name
     * @return this
     * @throws AssertionError if there is none, or more than one
     */
    public LedgerAssert hasToken(String name) {
        int found = ledger.findByName(name).size();
        check(found == 1, "one token named \"" + name + "\"", found + " of " + names());
        return this;
    }

    /**
     * No token has this name.
     *
     * @param name the exact name
     * @return this
     * @throws AssertionError if there is one
     */
    public LedgerAssert hasNoToken(String name) {
        int found = ledger.findByName(name).size();
        check(found == 0, "no token named \"" + name + "\"", found + " of " + names());
        return this;
    }

    /**
     * So many tokens exist; generated ones are not among them.
     *
     * @param count the number
     * @return this
     * @throws AssertionError if there are fewer or more
     */
    public LedgerAssert hasTokens(int count) {
        List<String> names = names();
        check(names.size() == count, count + " tokens", names.size() + ": " + names);
        return this;
    }

    /**
     * So many requests of an operation have arrived since the start or the last {@link Ledger#clear()}; a retry is one
     * more.
     *
     * @param operation the operation, or ANY for all
     * @param count the number
     * @return this
     * @throws AssertionError if there were fewer or more
     */
    public LedgerAssert hasReceived(Operation operation, long count) {
        long received = ledger.count(operation);
        check(received == count, count + " requests of " + operation, received + " requests");
        return this;
    }

    /**
     * So many creates, patches or deletes took effect, whether the client received the response or not.
     *
     * @param operation CREATE, PATCH or DELETE
     * @param count the number
     * @return this
     * @throws AssertionError if there were fewer or more
     * @throws IllegalArgumentException if the operation is another one
     */
    public LedgerAssert hasApplied(Operation operation, long count) {
        long applied = switch (operation) {
            case CREATE -> ledger.getCreatesApplied();
            case PATCH -> ledger.getPatchesApplied();
            case DELETE -> ledger.getDeletesApplied();
            default -> throw new IllegalArgumentException(operation + " changes nothing: use CREATE, PATCH or DELETE");
        };
        check(applied == count, count + " applied of " + operation, Long.toString(applied));
        return this;
    }

    private List<String> names() {
        return ledger.getTokens().stream().map(SandboxToken::name).toList();
    }

    private static void check(boolean holds, String expected, String actual) {
        if (!holds) {
            throw new AssertionError("Expected " + expected + ", but the ledger has " + actual + '.');
        }
    }
}
