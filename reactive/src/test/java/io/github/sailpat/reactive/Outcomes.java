package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** What the tests of bulk jobs have in common. */
final class Outcomes {
    static final Duration SOON = Duration.ofSeconds(40);

    private Outcomes() {}

    static <I, R> List<BulkOutcome<I, R>> of(BulkJob<I, R> job) {
        return job.collectList().block(SOON);
    }

    /** Exactly one outcome for each of the first {@code count} inputs. */
    static void assertOneEach(List<? extends BulkOutcome<?, ?>> outcomes, int count) {
        assertThat(outcomes).hasSize(count);
        List<Long> indices = outcomes.stream()
                .map(BulkOutcome::getIndex)
                .sorted(Comparator.naturalOrder())
                .toList();
        for (int i = 0; i < count; i++) {
            assertThat(indices.get(i)).isEqualTo(i);
        }
    }

    static String kind(BulkOutcome<?, ?> outcome) {
        return outcome.getClass().getSimpleName();
    }
}
