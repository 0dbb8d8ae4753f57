package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxRequest;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Processes of their own against a tenant with a limit. None of them ever gets a 429. */
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

    private Process start(int calls) throws Exception {
        Process process = QuotaProcess.start(
                redis, tenant.getBaseUrl(), tenant.getClientId(), tenant.getClientSecret(), WINDOW, calls, 3);
        processes.add(process);
        return process;
    }

    private List<SandboxRequest> requests() {
        return tenant.getLedger().getRequests(Operation.DELETE).stream()
                .filter(request -> "beta".equals(request.apiVersion()))
                .toList();
    }

    private static boolean isRateLimited(SandboxRequest request) {
        return Integer.valueOf(429).equals(request.status());
    }

    private static void completes(Process process) throws InterruptedException {
        assertThat(process.waitFor(110, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = "sailpat.soak", matches = "true", disabledReason = "it takes a minute")
    void threeProcessesShareTheLimitAndUseIt() throws Exception {
        for (int i = 0; i < 3; i++) {
            start(CALLS);
        }
        for (Process process : processes) {
            completes(process);
        }
        List<SandboxRequest> requests = requests();
        assertThat(requests).hasSize(3 * CALLS).noneMatch(ProcessesTest::isRateLimited);
        long took =
                requests.get(requests.size() - 1).arrival() - requests.get(0).arrival();
        double rate = WINDOW.toNanos() * (3 * CALLS / 100 - 1) / (double) took;
        System.out.printf("figure: three processes use %.3f of the permitted rate%n", rate);
        assertThat(rate).isGreaterThan(0.9); // Of a machine that may be busy: each window begins with an answer.
    }

    @Test
    void noneOfThemGetsA429AndPermitsOfAKilledOneComeBack() throws Exception {
        Process killed = start(10_000);
        start(CALLS);
        start(CALLS);
        RedisProcess.await(
                "requests of all", Duration.ofSeconds(80), () -> requests().size() >= 80);
        killed.destroyForcibly();
        completes(processes.get(1));
        completes(processes.get(2));
        assertThat(requests()).noneMatch(ProcessesTest::isRateLimited);
    }
}
