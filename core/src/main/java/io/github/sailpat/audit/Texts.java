package io.github.sailpat.audit;

import io.github.sailpat.token.Owner;
import org.jspecify.annotations.Nullable;

/** Texts of the tenant, which may be of any length, cut to what a report keeps. */
final class Texts {
    private Texts() {}

    static String cut(String text) {
        if (text.length() <= AuditedToken.MAX_TEXT) {
            return text;
        }
        int end = AuditedToken.MAX_TEXT - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + '…';
    }

    static Owner cut(Owner owner) {
        return Owner.builder()
                .type(cutIfKnown(owner.getType()))
                .id(cutIfKnown(owner.getId()))
                .name(cutIfKnown(owner.getName()))
                .build();
    }

    static @Nullable String cutIfKnown(@Nullable String text) {
        return text == null ? null : cut(text);
    }
}
