package io.github.sailpat.reactive.internal.operation.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.PersonalAccessToken;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnTokensTest {
    private static final int MAX_ROTATIONS = 10;

    private final OwnTokens own = new OwnTokens(100).listed(List.of(token("1"), token("2"), token("3")));

    private static PersonalAccessToken token(String id) {
        return PersonalAccessToken.builder().id(id).name("name of " + id).build();
    }

    @Test
    void tokensAreFoundByTheirIdsAndNames() {
        assertThat(own.withId("2")).isEqualTo(token("2"));
        assertThat(own.withName("name of 3")).isEqualTo(token("3"));
        assertThat(own.withId("4")).isNull();
        assertThat(own.withName("name of 4")).isNull();
        assertThat(own.size()).isEqualTo(3);
    }

    @Test
    void whatTheRotationsHaveChangedIsKnown() {
        own.deleted("2");
        own.created("name of 4");
        own.created("name of 5");

        assertThat(own.withId("2")).isNull();
        assertThat(own.withName("name of 2")).isNull();
        assertThat(own.isCreatedSince("name of 4")).isTrue();
        assertThat(own.isCreatedSince("name of 1")).isFalse();
        assertThat(own.size()).isEqualTo(4);
    }

    @Test
    void aListServesTenRotations() {
        for (int i = 0; i < MAX_ROTATIONS; i++) {
            assertThat(own.isOutdated(MAX_ROTATIONS, 100)).isFalse();
            own.addRotation();
        }
        assertThat(own.isOutdated(MAX_ROTATIONS, 100)).isTrue();
    }

    @Test
    void aListServesNoRotationWhenItIsOldOrUncertain() {
        assertThat(own.isOutdated(MAX_ROTATIONS, 101)).isTrue();
        assertThat(own.isBegunSince(100)).isTrue();
        assertThat(own.isBegunSince(101)).isFalse();

        own.setOutdated();
        assertThat(own.isOutdated(MAX_ROTATIONS, 100)).isTrue();
    }
}
