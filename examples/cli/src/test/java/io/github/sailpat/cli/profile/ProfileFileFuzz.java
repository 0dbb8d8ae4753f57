package io.github.sailpat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file of the official command gives a profile, or an error that quotes none of its values. */
class ProfileFileFuzz {
    private static final Path FILE = Path.of("config.yaml");

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "environments:\n  a:\n    baseurl: https://x\n    pat: {clientid: i, clientsecret: c4n4ry}\n",
                        "Environments: {A: {BaseURL: 'c4n4ry', pat: [c4n4ry]}}",
                        "a: &a [c4n4ry]\nb: &b [*a, *a]\nc: [*b, *b]\n",
                        "environments: !!java.net.URL [c4n4ry]\n--- \n? [a]\n: |\n  c4n4ry\n")
                .map(yaml -> yaml.getBytes(StandardCharsets.UTF_8));
    }

    @DictionaryEntries({"environments:", "pat:", "baseurl:", "c4n4ry", "[[[[[[[[", "{{{{", "- - - ", "&a", "*a", "!!"})
    @MethodSource("seeds")
    @FuzzTest
    void givesAProfileOrAnErrorThatQuotesNoValue(byte[] yaml) {
        try {
            Profile profile = ProfileFile.of(FILE, new String(yaml, StandardCharsets.UTF_8))
                    .get("a");

            assertThat(profile.name()).isEqualTo("a");
            assertThat(profile.toString()).isEqualTo("Profile[a]");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasNoCause();
            assertThat(e.getMessage()).matches("(?s)(there is no profile a in )?config\\.yaml.*");
            if (!e.getMessage().contains("; it has ")) {
                assertThat(e.getMessage()).doesNotContain("c4n4ry");
            }
        }
    }
}
