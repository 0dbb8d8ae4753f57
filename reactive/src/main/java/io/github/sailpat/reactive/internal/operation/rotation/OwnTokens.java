package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.token.PersonalAccessToken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The caller's own tokens, as one list has them and with the changes of the rotations since that list was begun. What
 * others have changed since then is not known.
 */
final class OwnTokens {
    private final long begunAt;
    private List<PersonalAccessToken> listed = List.of();
    /** Their ids. */
    private final Set<String> deleted = new HashSet<>();
    /** Their names. */
    private final Set<String> created = new HashSet<>();

    private int rotations;
    private boolean outdated;

    /**
     * The tokens of a list that is begun.
     *
     * @param begunAt the time, as {@code System.nanoTime()}
     */
    OwnTokens(long begunAt) {
        this.begunAt = begunAt;
    }

    synchronized OwnTokens listed(List<PersonalAccessToken> tokens) {
        listed = tokens;
        return this;
    }

    synchronized OwnTokens addRotation() {
        rotations++;
        return this;
    }

    synchronized void created(String name) {
        created.add(name);
    }

    synchronized void deleted(String id) {
        deleted.add(id);
    }

    /** What a rotation has changed is not certain. */
    synchronized void setOutdated() {
        outdated = true;
    }

    synchronized boolean isOutdated(int maxRotations, long earliest) {
        return outdated || rotations >= maxRotations || !isBegunSince(earliest);
    }

    /** Whether the list was begun at this time or later. */
    boolean isBegunSince(long nanoTime) {
        return begunAt - nanoTime >= 0;
    }

    synchronized @Nullable PersonalAccessToken withId(String id) {
        return deleted.contains(id)
                ? null
                : listed.stream()
                        .filter(token -> token.getId().equals(id))
                        .findFirst()
                        .orElse(null);
    }

    synchronized @Nullable PersonalAccessToken withName(String name) {
        return listed.stream()
                .filter(token -> name.equals(token.getName()) && !deleted.contains(token.getId()))
                .findFirst()
                .orElse(null);
    }

    /** Whether a rotation has created a token of this name since the list was begun. */
    synchronized boolean isCreatedSince(String name) {
        return created.contains(name);
    }

    /** How many there are at most: one that was created since then may be in the list too. */
    synchronized int size() {
        return created.size()
                + (int) listed.stream()
                        .filter(token -> !deleted.contains(token.getId()))
                        .count();
    }
}
