package io.github.sailpat.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The command line as UTF-8. Java decodes it in the charset of the locale: under {@code LC_ALL=C} every other character
 * is lost, and no option in a manifest changes that. Linux provides the original bytes; other systems do not.
 */
public final class Utf8Arguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Utf8Arguments() {}

    public static String[] of(String[] decoded) {
        if (isAscii(decoded) || "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))) {
            return decoded;
        }
        try {
            return reread(decoded, Files.readString(COMMAND_LINE, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return decoded;
        }
    }

    /** Ours are the last ones; where those that Java cannot have damaged differ, they are not ours after all. */
    static String[] reread(String[] decoded, String commandLine) {
        String[] all = commandLine.split("\0", -1);
        int end = all.length - 1;
        if (end < decoded.length) {
            return decoded;
        }
        String[] ours = Arrays.copyOfRange(all, end - decoded.length, end);
        for (int i = 0; i < ours.length; i++) {
            if (isAscii(decoded[i]) != isAscii(ours[i]) || (isAscii(ours[i]) && !ours[i].equals(decoded[i]))) {
                return decoded;
            }
        }
        return ours;
    }

    private static boolean isAscii(String... texts) {
        return Arrays.stream(texts).flatMapToInt(String::chars).allMatch(c -> c < 0x80);
    }
}
