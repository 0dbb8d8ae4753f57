package io.github.sailpat.reactive.internal.http.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.github.sailpat.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret is masked in any text that ends before it, whatever encodings its characters have, and the rest stays. */
class CredentialMaskFuzz {
    private static final String SECRET = "s\"cr+t/4 é\\";

    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments("JWT ", " is bad", new byte[] {0, 1, 2, 3}),
                arguments("%7", "\\u00", new byte[] {2, 2}),
                arguments("\\", "*", new byte[] {1}));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isMaskedInAnyEncoding(@NotNull String before, @NotNull String after, byte @NotNull [] encodings) {
        CredentialMask mask = new CredentialMask();
        mask.add("id", Secret.of(SECRET));
        String base64 = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));

        for (String echoed : new String[] {encoded(encodings), SECRET, base64}) {
            String text = before.replace(echoed, "") + " '" + echoed + "' " + after.replace(echoed, "");

            String masked = mask.mask(text, null);

            assertThat(masked).doesNotContain(echoed).contains("****");
        }
    }

    /** The secret, each character as it is, or escaped for JSON or for a URL. */
    private static String encoded(byte[] encodings) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < SECRET.length(); i++) {
            char each = SECRET.charAt(i);
            switch (encodings.length == 0 ? 2 : encodings[i % encodings.length] & 3) {
                case 0 -> {
                    for (byte b : String.valueOf(each).getBytes(StandardCharsets.UTF_8)) {
                        encoded.append('%').append(String.format(Locale.ROOT, "%02x", b & 0xff));
                    }
                }
                case 1 -> encoded.append(String.format(Locale.ROOT, "\\u%04X", (int) each));
                default -> encoded.append(each == '"' || each == '\\' ? "\\" + each : String.valueOf(each));
            }
        }
        return encoded.toString();
    }
}
