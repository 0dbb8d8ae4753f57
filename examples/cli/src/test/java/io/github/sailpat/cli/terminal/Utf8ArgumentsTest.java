package io.github.sailpat.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Utf8ArgumentsTest {
    private static final String DAMAGED = "gr\uFFFD\uFFFDn";

    @Test
    void damagedOnesAreReadAgain() {
        String[] decoded = {"create", "--name", DAMAGED, ""};
        assertThat(Utf8Arguments.reread(decoded, "java\0-jar\0tokens.jar\0create\0--name\0grün\0\0"))
                .containsExactly("create", "--name", "grün", "");
    }

    @Test
    void anotherCommandLineIsNotTaken() {
        String[] decoded = {"create", "--name", DAMAGED};
        assertThat(Utf8Arguments.reread(decoded, "java\0Runner\0drop\0--name\0grün\0"))
                .isSameAs(decoded);
        assertThat(Utf8Arguments.reread(decoded, "java\0Runner\0create\0--name\0green\0"))
                .isSameAs(decoded);
        assertThat(Utf8Arguments.reread(decoded, "java\0")).isSameAs(decoded);
    }
}
