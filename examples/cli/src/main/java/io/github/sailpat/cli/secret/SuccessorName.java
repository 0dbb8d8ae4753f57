package io.github.sailpat.cli.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name that the library gives the successor of a rotated token: it ends with the end of the old token's id. */
public final class SuccessorName {
    private static final Pattern SUFFIX = Pattern.compile(" \\(after ([0-9a-fA-F]{8})\\)$");

    private SuccessorName() {}

    /** The name without that end, which stays when a token is rotated. */
    static String withoutSuffix(String name) {
        return SUFFIX.matcher(name).replaceFirst("");
    }

    /** Whether this may be the name of the successor of a token. */
    public static boolean isOf(@Nullable String name, String oldId) {
        Matcher suffix = SUFFIX.matcher(String.valueOf(name));
        return suffix.find() && oldId.endsWith(suffix.group(1));
    }
}
