package io.github.sailpat.reactive.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDecisionTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        effect       | READ        | DELETE      | IDEMPOTENT_PATCH | PATCH       | CREATE
        NOT_SENT     | RETRY       | RETRY       | RETRY            | RETRY       | RETRY
        UNPROCESSED  | RETRY       | RETRY       | RETRY            | RETRY       | RETRY
        THROTTLED    | WAIT        | WAIT        | WAIT             | WAIT        | WAIT
        UNAUTHORIZED | REAUTHORIZE | REAUTHORIZE | REAUTHORIZE      | REAUTHORIZE | REAUTHORIZE
        AMBIGUOUS    | RETRY       | RETRY       | RETRY            | FAIL        | RECONCILE
        NAME_IN_USE  | FAIL        | FAIL        | FAIL             | FAIL        | RECONCILE_REPEATED
        ABSENT       | FAIL        | FAIL        | FAIL             | FAIL        | FAIL
        REFUSED      | FAIL        | FAIL        | FAIL             | FAIL        | FAIL
        """)
    void followsFromEffectAndKind(
            AttemptEffect effect,
            RetryDecision read,
            RetryDecision delete,
            RetryDecision idempotentPatch,
            RetryDecision patch,
            RetryDecision create) {
        assertThat(RetryDecision.of(effect, CallKind.READ, false)).isEqualTo(read);
        assertThat(RetryDecision.of(effect, CallKind.DELETE, false)).isEqualTo(delete);
        assertThat(RetryDecision.of(effect, CallKind.IDEMPOTENT_PATCH, false)).isEqualTo(idempotentPatch);
        assertThat(RetryDecision.of(effect, CallKind.PATCH, false)).isEqualTo(patch);
        assertThat(RetryDecision.of(effect, CallKind.CREATE, false)).isEqualTo(create);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        effect  | READ | DELETE  | IDEMPOTENT_PATCH | PATCH | CREATE
        NAME_IN_USE | FAIL | FAIL | FAIL            | FAIL  | RECONCILE_EARLIER
        ABSENT  | FAIL | SUCCEED | FAIL             | FAIL  | RECONCILE_EARLIER
        REFUSED | FAIL | FAIL    | FAIL             | FAIL  | RECONCILE_EARLIER
        """)
    void followsFromEffectAndKindAfterAnAmbiguousAttempt(
            AttemptEffect effect,
            RetryDecision read,
            RetryDecision delete,
            RetryDecision idempotentPatch,
            RetryDecision patch,
            RetryDecision create) {
        assertThat(RetryDecision.of(effect, CallKind.READ, true)).isEqualTo(read);
        assertThat(RetryDecision.of(effect, CallKind.DELETE, true)).isEqualTo(delete);
        assertThat(RetryDecision.of(effect, CallKind.IDEMPOTENT_PATCH, true)).isEqualTo(idempotentPatch);
        assertThat(RetryDecision.of(effect, CallKind.PATCH, true)).isEqualTo(patch);
        assertThat(RetryDecision.of(effect, CallKind.CREATE, true)).isEqualTo(create);
    }
}
