package io.github.sailpat.spring.boot.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryAnnouncerTest {
    private static final Instant EXPIRY = Instant.parse("2027-01-31T00:00:00Z");

    private final ExpiryAnnouncer announcer = new ExpiryAnnouncer("sailpat");

    private List<Long> announcedAt(Duration left) {
        return announcedAt(left, EXPIRY);
    }

    private List<Long> announcedAt(Duration left, Instant expiry) {
        PersonalAccessToken token = PersonalAccessToken.builder()
                .id("t1")
                .name("ci")
                .expirationDate(expiry)
                .build();
        return announcer.due(List.of(token), expiry.minus(left)).stream()
                .map(event -> event.threshold().toDays())
                .toList();
    }

    @Test
    void eachThresholdIsAnnouncedOnce() {
        assertThat(announcedAt(Duration.ofDays(14))).containsExactly(14L);
        assertThat(announcedAt(Duration.ofDays(13))).isEmpty();
        assertThat(announcedAt(Duration.ofDays(7))).containsExactly(7L);
        assertThat(announcedAt(Duration.ofDays(6))).isEmpty();
        assertThat(announcedAt(Duration.ofHours(24))).containsExactly(1L);
        assertThat(announcedAt(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void aTokenThatIsFirstSeenLateIsAnnouncedOnceOnly() {
        assertThat(announcedAt(Duration.ofHours(2))).containsExactly(1L);
        assertThat(announcedAt(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void anotherExpirationDateIsAnnouncedAnew() {
        assertThat(announcedAt(Duration.ofDays(1))).containsExactly(1L);
        assertThat(announcedAt(Duration.ofDays(1), EXPIRY.plus(Duration.ofDays(90))))
                .containsExactly(1L);
    }
}
