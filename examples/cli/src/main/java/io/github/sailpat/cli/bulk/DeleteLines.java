package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.output.TokenFields;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.TokenField;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Ids. The other fields of a token are ignored, so that the output of {@code list} can be the input. */
public final class DeleteLines implements BulkAction<String, String> {
    private static final Set<String> MEMBERS = Stream.concat(
                    Stream.of("ref", TokenFields.SECRET, TokenFields.UNREADABLE_FIELDS),
                    Arrays.stream(TokenField.values()).map(TokenField::getApiName))
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public String read(JsonMembers line) {
        line.allowOnly(MEMBERS);
        return line.required("id");
    }

    @Override
    public BulkJob<BulkLine<String>, String> job(
            PersonalAccessTokens tokens, Publisher<BulkLine<String>> lines, BulkOptions options) {
        return tokens.deleteAll(lines, options, BulkLine::toRequest);
    }

    @Override
    public String nameOrId(String request) {
        return request;
    }

    @Override
    public String change() {
        return "delete";
    }

    @Override
    public @Nullable Map<String, @Nullable Object> token(String result) {
        return null;
    }
}
