package io.github.sailpat.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One JSON object a line, with the API's own field names. */
public final class JsonLinesFormat implements TokenFormat {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What JSON allows and a terminal, a reader of lines or UTF-8 does not. */
    private static final Pattern TO_ESCAPE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private final Set<String> members;

    JsonLinesFormat(TokenView view) {
        members = view.fields().stream().map(TokenField::getApiName).collect(Collectors.toCollection(HashSet::new));
        members.add(TokenFields.UNREADABLE_FIELDS);
    }

    @Override
    public String header() {
        return "";
    }

    @Override
    public String token(PersonalAccessToken token) {
        Map<String, @Nullable Object> fields = TokenFields.of(token);
        if (members.size() > 1) {
            fields.keySet().retainAll(members);
        }
        return line(fields);
    }

    @Override
    public String created(CreatedPersonalAccessToken token) {
        return line(TokenFields.of(token));
    }

    /** Any object as a line. */
    public static String line(Map<String, @Nullable Object> fields) {
        try {
            return line(MAPPER.writeValueAsString(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it cannot be written as JSON", e);
        }
    }

    /** A JSON text without line breaks as a line. */
    public static String line(String json) {
        return TO_ESCAPE
                        .matcher(json)
                        .replaceAll(found ->
                                String.format("\\\\u%04x", (int) found.group().charAt(0)))
                + '\n';
    }
}
