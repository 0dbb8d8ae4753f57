package io.github.sailpat.cli.secret;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.regex.Pattern;

/**
 * A path in which {@code {id}} and {@code {name}} stand for those of a token.
 *
 * @param text the path
 */
record PathTemplate(String text) {
    /** What may stand in a path without leading elsewhere. */
    private static final Pattern SAFE = Pattern.compile("(?!\\.)[^/\\\\\\p{Cc}:]+");

    boolean isForMany() {
        return text.contains("{id}") || text.contains("{name}");
    }

    /** The path for a token. */
    String of(CreatedPersonalAccessToken token) {
        return replace(replace(text, "{id}", token.getId()), "{name}", SuccessorName.withoutSuffix(token.getName()));
    }

    /**
     * The path for a token that is not created yet: its id still is a placeholder.
     *
     * @throws IllegalArgumentException if the name cannot stand in the path
     */
    String ofName(String name) {
        try {
            return replace(text, "{name}", SuccessorName.withoutSuffix(name));
        } catch (HandOverException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The beginning of all paths: what stands before the first placeholder. */
    String beginning() {
        return text.replaceFirst("(?s)\\{(id|name)}.*", "");
    }

    private static String replace(String path, String placeholder, String value) {
        if (path.contains(placeholder) && !SAFE.matcher(value).matches()) {
            throw new HandOverException(
                    "the " + placeholder + " of the token cannot stand in a path; use "
                            + (placeholder.equals("{id}") ? "a path without it" : "{id}"),
                    null);
        }
        return path.replace(placeholder, value);
    }
}
