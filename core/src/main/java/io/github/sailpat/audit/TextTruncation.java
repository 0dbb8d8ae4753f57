package io.github.sailpat.audit;

import io.github.sailpat.token.Owner;
import org.jspecify.annotations.Nullable;

/** Truncates texts of the tenant, which may have any length. */
final class TextTruncation {
    private TextTruncation() {}

    static String cut(String text) {
        if (text.length() <= TokenSummary.MAX_TEXT) {
            return text;
        }
        int end = TokenSummary.MAX_TEXT - 1;
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
