package io.github.sailpat.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    @ParameterizedTest
    @CsvSource({"120,60,120", "'',60,60", "0,60,60", "wide,60,60", "'',0,80", "5,60,20"})
    void theWidthIsThatOfTheVariableThenOfTheTerminalThenEighty(String variable, int terminal, int columns) {
        assertThat(new Screen(Map.of("COLUMNS", variable), () -> terminal, false).columns())
                .isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO,true,'',xterm,true",
        "AUTO,false,'',xterm,false",
        "AUTO,true,1,xterm,false",
        "AUTO,true,'',dumb,false",
        "ALWAYS,false,1,dumb,true",
        "NEVER,true,'',xterm,false"
    })
    void colorsAreForTerminalsUnlessSomebodySaysSo(
            ColorChoice choice, boolean terminal, String noColor, String term, boolean color) {
        Screen screen = new Screen(Map.of("NO_COLOR", noColor, "TERM", term), () -> 0, terminal);
        screen.choose(choice);

        assertThat(screen.isColor()).isEqualTo(color);
    }

    @Test
    void indentedTextHasLessRoom() {
        Screen screen = new Screen(Map.of("COLUMNS", "100"), () -> 0, true);

        assertThat(screen.inset(3).columns()).isEqualTo(97);
        assertThat(screen.inset(3).isColor()).isTrue();
    }
}
