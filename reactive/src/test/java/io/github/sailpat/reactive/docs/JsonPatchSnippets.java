package io.github.sailpat.reactive.docs;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import java.util.List;
import reactor.core.publisher.Mono;

/** The code of core/README.md. */
final class JsonPatchSnippets {
    private JsonPatchSnippets() {}

    // spotless:off
    static List<Object> patches(String before) {
        JsonPatch patch = JsonPatch.create(b -> b
                .test("/name", "deploy")                      // if the name is another one, the whole patch fails
                .replace("/name", "deploy-2")
                .add("/scope/-", "sp:scopes:default")
                .replace("/expirationDate", null));           // the JSON value null
        String body = patch.toJson();                         // application/json-patch+json; JsonPatch.parse(body) reads it
        String after = patch.applyToJson(before);             // or JsonPatchException: then nothing is changed
        JsonPatch difference = JsonPatch.betweenJson(before, after);  // a small patch from one document to the other
        boolean again = difference.isIdempotent();            // true if applying it twice gives the same document
        return List.of(body, after, difference, again);
    }

    static List<Object> patchesOfAToken(PersonalAccessTokens tokens, PersonalAccessToken token) {
        PersonalAccessTokenPatch change = PersonalAccessTokenPatch.between(token, wanted -> wanted
                .name("deploy")
                .scope(List.of("sp:scopes:default"))
                .neverExpires());
        PersonalAccessToken result = change.preview(token);
        Mono<PersonalAccessToken> patched = change.isEmpty() ? Mono.just(token) : tokens.patch(token.getId(), change);
        return List.of(result, patched);
    }
    // spotless:on
}
