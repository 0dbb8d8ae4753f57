package io.github.sailpat.cli.option;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A pattern of a shell: an asterisk is any text, a question mark any character. */
final class Glob {
    private Glob() {}

    static Predicate<String> matcher(String glob) {
        StringBuilder pattern = new StringBuilder();
        glob.codePoints()
                .forEach(character -> pattern.append(
                        switch (character) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(character));
                        }));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).asMatchPredicate();
    }
}
