package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The subscribers of one process are served in the order in which they came. */
class OrderTest extends VirtualProcesses {
    private final List<Integer> served = new ArrayList<>();

    private Disposable wait(int number) {
        return first.limit(Mono.fromRunnable(() -> served.add(number))).subscribe();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void firstComeFirstServedOverManyWindows() {
        numbers(0, 250).forEach(this::wait);
        advance(Duration.ofSeconds(3));
        numbers(250, 350).forEach(this::wait);
        advance(Duration.ofMinutes(1));
        assertThat(served).isEqualTo(numbers(0, 350));
    }

    @Test
    void firstComeFirstServedWhenRedisIsLostAndComesBack() {
        process("b");
        advance(Duration.ofSeconds(3));
        numbers(0, 120).forEach(this::wait);
        advance(Duration.ofSeconds(2));
        failure = Failure.ERROR;
        numbers(120, 220).forEach(this::wait);
        advance(Duration.ofSeconds(12));
        assertThat(first.localGrants()).isPositive();
        failure = Failure.NONE;
        advance(Duration.ofMinutes(1));
        assertThat(served).isEqualTo(numbers(0, 220));
    }

    @Test
    void theNextOneIsServedWhenOneBeforeItCancels() {
        numbers(0, 100).forEach(this::wait);
        advance(Duration.ofSeconds(1));
        List<Disposable> waiting = numbers(100, 200).stream().map(this::wait).toList();
        numbers(0, 50).forEach(i -> waiting.get(2 * i).dispose());
        advance(Duration.ofSeconds(30));
        assertThat(served.subList(100, served.size()))
                .isEqualTo(numbers(100, 200).stream().filter(i -> i % 2 == 1).toList());
    }
}
