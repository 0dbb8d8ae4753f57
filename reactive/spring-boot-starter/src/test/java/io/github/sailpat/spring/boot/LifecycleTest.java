package io.github.sailpat.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.SandboxTenant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

class LifecycleTest {
    private final SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(1));

    @AfterEach
    void close() {
        tenant.close();
    }

    @Test
    void theClientIsClosedAfterTheWebServerHasStopped() {
        AtomicReference<SailPointClient> client = new AtomicReference<>();
        AtomicBoolean wasOpen = new AtomicBoolean();
        Contexts.of(tenant)
                .withBean(
                        WebServerPhase.class,
                        () -> new WebServerPhase(() -> wasOpen.set(!client.get().isDisposed())))
                .run(context -> client.set(context.getBean(SailPointClient.class)));

        assertThat(wasOpen).isTrue();
        assertThat(client.get().isDisposed()).isTrue();
    }

    @Test
    void aContextThatIsStoppedAndStartedKeepsTheClient() {
        Contexts.of(tenant).run(context -> {
            ConfigurableApplicationContext source =
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class);
            source.stop();
            source.start();

            assertThat(context.getBean(SailPointClient.class).isDisposed()).isFalse();
            assertThat(context.getBean(SailPointClientLifecycle.class).isRunning())
                    .isTrue();
        });
    }

    /** Stops when the web server does, after its graceful shutdown. */
    private static final class WebServerPhase implements SmartLifecycle {
        private final Runnable onStop;
        private volatile boolean running;

        WebServerPhase(Runnable onStop) {
            this.onStop = onStop;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            onStop.run();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return SmartLifecycle.DEFAULT_PHASE - 2048;
        }
    }
}
