package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxRequest;
import io.github.sailpat.sandbox.SandboxTenant;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes of their own, whose clocks are ten seconds apart, against a tenant with a limit. */
@RequiresRedis
class ProcessesTest {
    private static final Duration WINDOW = Duration.ofMillis(Soak.size(2_000, 10_000));
    private static final int CALLS = Soak.size(100, 200);

    private final RedisProcess redis = RedisProcess.start();
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimit(100, WINDOW));
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        tenant.close();
        redis.close();
    }

    private void start(int calls) throws Exception {
        Duration ahead = Duration.ofSeconds(10).multipliedBy(processes.size());
        processes.add(QuotaProcess.start(
                redis, tenant.getBaseUrl(), tenant.getClientId(), tenant.getClientSecret(), WINDOW, calls, 3, ahead));
    }

    private List<SandboxRequest> requests() {
        return tenant.getLedger().getRequests(Operation.DELETE).stream()
                .filter(request -> "beta".equals(request.apiVersion()))
                .toList();
    }

    private List<SandboxRequest> refused() {
        return requests().stream()
                .filter(request -> Integer.valueOf(429).equals(request.status()))
                .toList();
    }

    private void requestsReach(int least) {
        RedisProcess.await(
                least + " requests",
                Duration.ofSeconds(Soak.size(80, 200)),
                () -> requests().size() >= least);
    }

    private static void completes(Process process) throws InterruptedException {
        assertThat(process.waitFor(Soak.size(110, 300), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private void startThree() throws Exception {
        for (int i = 0; i < 3; i++) {
            start(CALLS);
        }
    }

    private void allComplete() throws InterruptedException {
        for (Process process : processes) {
            completes(process);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sailpat.soak", matches = "true", disabledReason = "it takes a minute")
    void threeProcessesShareTheLimitAndUseIt() throws Exception {
        startThree();
        allComplete();
        assertThat(refused()).isEmpty();
        List<SandboxRequest> requests = requests();
        assertThat(requests).hasSize(3 * CALLS);
        System.out.printf("figure: three processes use %.3f of the permitted rate%n", rate(requests, 0));
        double rate = rate(requests, 100); // The first hundred are slow: each process connects, and loads its classes.
        System.out.printf("figure: %.3f without the first hundred%n", rate);
        assertThat(rate).isGreaterThan(0.97);
    }

    /** The mean time from a request to the hundredth after it, which is at least the window. */
    private static double rate(List<SandboxRequest> requests, int from) {
        return IntStream.range(from, requests.size() - 100)
                .mapToLong(
                        i -> requests.get(i + 100).arrival() - requests.get(i).arrival())
                .average()
                .stream()
                .map(nanos -> WINDOW.toNanos() / nanos)
                .sum();
    }

    @Test
    void noneOfThemGetsA429AndPermitsOfAKilledOneComeBack() throws Exception {
        start(10_000);
        start(CALLS);
        start(CALLS);
        requestsReach(80);
        processes.get(0).destroyForcibly();
        completes(processes.get(1));
        completes(processes.get(2));
        assertThat(refused()).isEmpty();
    }

    /** What happens to Redis in the middle of the work. */
    enum Failure {
        STOPPED {
            @Override
            void begin(RedisProcess redis) {
                redis.stop();
            }

            @Override
            void end(RedisProcess redis) {
                redis.launch();
            }
        },
        SUSPENDED {
            @Override
            void begin(RedisProcess redis) {
                redis.suspend();
            }

            @Override
            void end(RedisProcess redis) {
                redis.resume();
            }
        },
        PAUSED {
            @Override
            void begin(RedisProcess redis) {
                redis.call(commands -> commands.clientPause(15_000));
            }
        },
        FLUSHED {
            @Override
            void begin(RedisProcess redis) {
                redis.call(RedisCommands::flushall);
            }
        },
        SCRIPT_FLUSHED {
            @Override
            void begin(RedisProcess redis) {
                redis.call(RedisCommands::scriptFlush);
            }
        };

        abstract void begin(RedisProcess redis);

        void end(RedisProcess redis) {}
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "sailpat.soak", matches = "true", disabledReason = "each takes a minute")
    void theWorkGoesOnWhenRedisFailsInTheMiddle(Failure failure) throws Exception {
        startThree();
        requestsReach(150);
        failure.begin(redis);
        requestsReach(350);
        failure.end(redis);
        allComplete();
        System.out.printf(
                "figure: Redis %s: %d requests, %d were 429%n",
                failure, requests().size(), refused().size());
        assertThat(requests().size() - refused().size()).isEqualTo(3 * CALLS);
        assertThat(refused()).isEmpty();
    }
}
