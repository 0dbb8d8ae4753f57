package io.github.sailpat.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.jsonpatch.JsonPatchException;
import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewTest {
    private static final PersonalAccessToken FULL = PersonalAccessToken.builder()
            .id("i")
            .name("old")
            .scope(List.of("a", "b"))
            .owner(Owner.builder().type("IDENTITY").id("o").name("Ada").build())
            .created(Instant.parse("2026-01-02T03:04:05.123456Z"))
            .lastUsed(Instant.parse("2026-02-02T00:00:00Z"))
            .managed(true)
            .accessTokenValiditySeconds(600)
            .expirationDate(Instant.parse("2027-01-02T03:04:05.006Z"))
            .userAwareTokenNeverExpires(false)
            .build();
    private static final PersonalAccessToken BARE =
            PersonalAccessToken.builder().id("i").name("n").created(Instant.MAX).build();

    private static JsonPatch patch(String text) {
        return JsonPatch.parse(text.replace('\'', '"'));
    }

    @Test
    void theEmptyPatchLeavesEveryField() {
        assertThat(FULL.preview(JsonPatch.of())).isEqualTo(FULL);
        assertThat(BARE.preview(JsonPatch.of())).isEqualTo(BARE);
    }

    @Test
    void whatCouldNotBeReadIsNotInTheDocumentUntilThePatchAddsIt() {
        PersonalAccessToken malformed = PersonalAccessToken.builder()
                .id("i")
                .scope(List.of("a"))
                .managed(true)
                .addUnreadableFields("created", "expirationDate", "managed", "name", "owner", "scope")
                .build();

        assertThat(malformed.preview(JsonPatch.of())).isEqualTo(malformed);
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> malformed.preview(patch("[{'op':'test','path':'/expirationDate','value':null}]")));
        assertThat(malformed.preview(patch("[{'op':'add','path':'/name','value':'n'},"
                        + "{'op':'add','path':'/expirationDate','value':null},{'op':'add','path':'/managed','value':false},"
                        + "{'op':'add','path':'/scope','value':['b']}]")))
                .isEqualTo(PersonalAccessToken.builder()
                        .id("i")
                        .name("n")
                        .scope(List.of("b"))
                        .addUnreadableFields("created", "owner")
                        .build());
    }

    @Test
    void theChangeIsShownAndTheTokenStays() {
        PersonalAccessToken after = FULL.preview(
                patch(
                        "[{'op':'test','path':'/created','value':'2026-01-02T03:04:05.123456Z'},"
                                + "{'op':'test','path':'/lastUsed','value':'2026-02-02T00:00:00.000Z'},"
                                + "{'op':'add','path':'/scope/-','value':'c'},{'op':'copy','from':'/owner/name','path':'/name'},"
                                + "{'op':'remove','path':'/lastUsed'},{'op':'replace','path':'/expirationDate','value':'2028-01-01T00:00:00+01:00'}]"));

        assertThat(after)
                .isEqualTo(PersonalAccessToken.builder()
                        .from(FULL)
                        .scope(List.of("a", "b", "c"))
                        .name("Ada")
                        .lastUsed(null)
                        .expirationDate(Instant.parse("2027-12-31T23:00:00Z"))
                        .build());
        assertThat(FULL.getName()).isEqualTo("old");
    }

    @Test
    void aFieldThatTheTokenHasNotCanBeReplaced() {
        assertThat(PersonalAccessTokenPatch.create(p -> p.scope(List.of("a")).neverExpires())
                        .preview(BARE))
                .isEqualTo(PersonalAccessToken.builder()
                        .from(BARE)
                        .scope(List.of("a"))
                        .userAwareTokenNeverExpires(true)
                        .build());
    }

    @Test
    void whatTheModelHasNotIsNotShown() {
        assertThat(FULL.preview(
                        patch("[{'op':'add','path':'/fresh','value':1},{'op':'add','path':'/owner/x','value':1}]")))
                .isEqualTo(FULL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'op':'test','path':'/name','value':'other'}   | TEST_FAILED
            {'op':'replace','path':'/fresh','value':1}     | NO_TARGET
            {'op':'remove','path':'/scope/2'}              | NO_TARGET
            {'op':'remove','path':''}                      | NO_TARGET
            """)
    void anOperationThatCannotBeAppliedIsNamed(String operation, Reason reason) {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> FULL.preview(patch("[{'op':'test','path':'/id','value':'i'}," + operation + "]")))
                .satisfies(e -> {
                    assertThat(e.getReason()).isEqualTo(reason);
                    assertThat(e.getOperationIndex()).isEqualTo(1);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                          | []        | document would not be an object
            /id                         | null      | id would not be a string
            /name                       | 'N':1     | name would not be a string
            /scope                      | 'canary'  | scope would not be an array
            /scope/0                    | 1         | scope would not be an array of strings
            /scope/0                    | null      | scope would not be an array of strings
            /owner                      | 'canary'  | owner would not be an object
            /owner/id                   | 1         | id would not be a string
            /created                    | null      | created would not be a date
            /created                    | 'canary'  | created would not be a date
            /lastUsed                   | 1         | lastUsed would not be a date
            /managed                    | 'canary'  | managed would not be true or false
            /accessTokenValiditySeconds | 1.5       | accessTokenValiditySeconds would not be a whole number
            /accessTokenValiditySeconds | 1e10000   | accessTokenValiditySeconds would not be a whole number
            /userAwareTokenNeverExpires | 'canary'  | userAwareTokenNeverExpires would not be true or false
            """)
    void aPatchThatLeavesNoTokenIsRefusedWithTheFieldAndNoValue(String path, String value, String rule) {
        String json = value.startsWith("'N'") ? "{" + value + "}" : value;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FULL.preview(patch("[{'op':'replace','path':'" + path + "','value':" + json + "}]")))
                .withMessage("the result of the patch would not be a token: " + rule)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("canary"));
    }
}
