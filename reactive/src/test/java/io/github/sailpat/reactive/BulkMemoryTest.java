package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/**
 * A job of any length in flat memory: 5,000 items here, and 100,000, with the tenant in the same 64 MiB, by
 *
 * <pre>
 * mvn -B -ntp test -pl reactive -am -Dtest=BulkMemoryTest -Dsurefire.failIfNoSpecifiedTests=false -Dbulk.items=100000 \
 *     -Dtest.jvm.args="-Xmx64m -XX:+AllowRedefinitionToAddDeleteMethods --add-reads io.netty.common=ALL-UNNAMED"
 * </pre>
 */
class BulkMemoryTest {
    private static final int ITEMS = Integer.getInteger("bulk.items", 5_000);

    @Test
    void deletesOfAnyNumberNeedTheMemoryOfAFew() {
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(0).recordLast(0));
                TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
            BulkJob<Integer, String> job = client.tokens()
                    .deleteAll(Flux.range(0, ITEMS), BulkOptions.create(b -> b.concurrency(64)), i -> "id-" + i);

            Long succeeded =
                    job.filter(BulkOutcome.Succeeded.class::isInstance).count().block(Duration.ofSeconds(110));

            assertThat(succeeded).isEqualTo(ITEMS);
            assertThat(job.getProgress().getSucceeded()).isEqualTo(ITEMS);
            assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(ITEMS);
        }
    }
}
