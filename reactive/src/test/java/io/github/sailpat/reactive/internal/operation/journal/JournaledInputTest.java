package io.github.sailpat.reactive.internal.operation.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class JournaledInputTest {
    private static final String LONGEST = "x".repeat(1_024);

    @Test
    void textsHaveUpTo1024Characters() {
        assertThat(new JournaledInput(LONGEST, "digest", LONGEST, LONGEST).key())
                .isEqualTo(LONGEST);
        assertThat(new JournaledInput("k", "digest", null, null).name()).isNull();

        String longer = LONGEST + "x";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JournaledInput(longer, "digest", null, null))
                .withMessageContaining("the key of an input must have 1 to 1024 characters, and has 1025");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JournaledInput("key", "digest", longer, null))
                .withMessageContaining("the name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JournaledInput("key", "digest", null, ""))
                .withMessageContaining("the id");
    }

    @Test
    void digestIsOfTheTargetAndTheBody() {
        byte[] body = {1, 2};
        String digest = JournaledInput.digest("id", body);

        assertThat(digest).hasSize(32).isEqualTo(JournaledInput.digest("id", body));
        assertThat(digest)
                .isNotEqualTo(JournaledInput.digest("id", null))
                .isNotEqualTo(JournaledInput.digest("di", body))
                .isNotEqualTo(JournaledInput.digest("id\0", new byte[] {1, 2, 0}));
        assertThat(JournaledInput.digest("i", new byte[] {'d'})).isNotEqualTo(JournaledInput.digest("id", new byte[0]));
    }
}
