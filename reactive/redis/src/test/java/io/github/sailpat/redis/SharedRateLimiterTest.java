package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Processes that share a limit: rate, order, shares, and what becomes of permits that are not used. */
class SharedRateLimiterTest extends VirtualProcesses {
    @Test
    void oneProcessUsesTheWholeLimitAndNoMore() {
        calls(first, 1_000, 64, starts);
        advance(Duration.ofSeconds(94));
        assertThat(starts).hasSize(1_000);
        assertThat(mostInAnyWindow(starts)).isEqualTo(100);
    }

    @Test
    void reportsAreFewAtFullRate() {
        calls(first, 1_000, 64, starts);
        advance(Duration.ofSeconds(94));
        assertThat(first.reports() / 1_000.0).isLessThan(0.2);
    }

    private static double reports(List<SharedRateLimiter> processes) {
        return processes.stream().mapToLong(SharedRateLimiter::reports).sum();
    }

    @Test
    void reportsAreFewWithThreeProcessesToo() {
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        processes.forEach(limiter -> calls(limiter, 100_000, 64, starts));
        advance(Duration.ofSeconds(303));
        assertThat(reports(processes) / starts.size()).isLessThan(0.15);
    }

    @Test
    void reportsAreFewWhenPermitsComeEvenly() {
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        processes.forEach(limiter -> calls(limiter, 100_000, 64, starts));
        first.pause(Duration.ofSeconds(10)); // Afterwards permits come one by one, and not a hundred at once.
        advance(Duration.ofSeconds(60));
        double before = reports(processes);
        starts.clear();
        advance(Duration.ofSeconds(303));
        assertThat((reports(processes) - before) / starts.size()).isLessThan(0.2);
        assertThat(starts.size()).isGreaterThan(2_910);
    }

    @Test
    void threeProcessesUseTheLimitWithinTwoPercent() {
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        processes.forEach(limiter -> calls(limiter, 200, 64, starts));
        advance(Duration.ofSeconds(80));
        assertThat(starts).hasSize(600);
        assertThat(starts.get(599) - starts.get(0)).isLessThan(51_000);
    }

    @Test
    void threeProcessesOfEqualDemandGetEqualShares() {
        List<List<Long>> times = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        for (int i = 0; i < 3; i++) {
            calls(processes.get(i), 100_000, 64, times.get(i));
            advance(Duration.ofMillis(300));
        }
        advance(Duration.ofSeconds(30));
        times.forEach(List::clear);
        advance(Duration.ofSeconds(303));
        assertThat(times).allSatisfy(of -> assertThat(of.size()).isBetween(950, 1_050));
        assertThat(times.stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(2_900);
    }

    @Test
    void anIdleProcessLeavesItsShareToTheOthers() {
        SharedRateLimiter second = process("b");
        Disposable demand = calls(second, 100_000, 64, new ArrayList<>());
        calls(first, 100_000, 64, starts);
        advance(Duration.ofSeconds(30));
        demand.dispose();
        advance(Duration.ofSeconds(11));
        starts.clear();
        advance(Duration.ofSeconds(101));
        assertThat(starts.size()).isGreaterThan(970);
    }

    @Test
    void aPauseOfOneProcessStopsAllWithinASecondAndAllResumeEvenly() {
        SharedRateLimiter second = process("b");
        List<Long> others = new ArrayList<>();
        calls(second, 100_000, 64, others);
        calls(first, 100_000, 64, starts);
        advance(Duration.ofMillis(35_700));
        first.pause(Duration.ofSeconds(60));
        int own = starts.size();
        advance(Duration.ofSeconds(1));
        int before = others.size();
        advance(Duration.ofSeconds(2));
        assertThat(second.getRemainingPause()).isBetween(Duration.ofSeconds(56), Duration.ofMillis(57_200));
        advance(Duration.ofMillis(56_500));
        assertThat(starts).hasSize(own);
        assertThat(others).hasSize(before);
        advance(Duration.ofMillis(5_500));
        assertThat(starts.size() + others.size() - own - before).isBetween(40, 55);
    }

    @Test
    void aPauseThatEndsBeforeItIsReportedHoldsNothingUp() {
        first.pause(Duration.ofNanos(500_000));
        calls(first, 10, 10, starts);
        advance(Duration.ofSeconds(5));
        assertThat(starts).hasSize(10);
        assertThat(first.reports()).isLessThan(20);
    }

    @Test
    void permitsOfCancelledWaitersAreReturned() {
        Disposable blocker = calls(first, 100, 100, starts);
        advance(Duration.ofMillis(100));
        List<Disposable> cancelled = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            cancelled.add(first.limit(Mono.just(i)).subscribe());
        }
        advance(Duration.ofSeconds(9));
        cancelled.forEach(Disposable::dispose);
        blocker.dispose();
        advance(Duration.ofSeconds(1));
        assertThat(redis.held()).isZero();
        assertThat(first.waiting()).isZero();
        starts.clear();
        calls(first, 100, 100, starts);
        advance(Duration.ofSeconds(11));
        assertThat(starts).hasSize(100);
    }

    @Test
    void permitsOfADeadProcessComeBack() {
        SharedRateLimiter dead = process("b");
        for (int i = 0; i < 100; i++) {
            dead.limit(Mono.never()).subscribe();
        }
        advance(Duration.ofMillis(20));
        assertThat(redis.held()).isEqualTo(100);
        dead.close(); // It holds its permits still.
        calls(first, 100, 100, starts);
        advance(Duration.ofSeconds(9));
        assertThat(starts).isEmpty();
        advance(Duration.ofSeconds(2));
        assertThat(starts).hasSize(100);
    }
}
