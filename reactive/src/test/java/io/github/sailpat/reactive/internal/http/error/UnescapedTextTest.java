package io.github.sailpat.reactive.internal.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnescapedTextTest {
    private static final String VALUE = "a b/\u00e9\ud83d\ude00";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b/\u00e9\ud83d\ude00",
                "a+b%2F%C3%A9%F0%9F%98%80",
                "%61%20%62%2f%c3%a9%f0%9f%98%80",
                "a\\u0020b\\/\\u00e9\ud83d\ude00",
                "\\u0061+b/%C3%A9\ud83d\ude00"
            })
    void replacesAValueInAnyOfItsSpellings(String spelling) {
        assertThat(new UnescapedText("<" + spelling + "> " + spelling).replace(VALUE, "****"))
                .isEqualTo("<****> ****");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "%4", "%zz", "\\", "\\u00", "\\u00zz", "100 % of \\d", "\ud83d"})
    void keepsAllOtherText(String text) {
        assertThat(new UnescapedText(text).replace("secret", "****")).isEqualTo(text);
    }

    @Test
    void keepsTheSpellingOfTheTextAroundAValue() {
        assertThat(new UnescapedText("a%20b\\u0020%73ecret%20c").replace("secret", "****"))
                .isEqualTo("a%20b\\u0020****%20c");
    }
}
