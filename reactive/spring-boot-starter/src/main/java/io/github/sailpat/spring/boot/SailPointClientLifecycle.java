package io.github.sailpat.spring.boot;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Closes the clients at the end of the application: after the web server's graceful shutdown and after the web server,
 * so that the last request can use them, and before the beans are destroyed. A context that is only stopped, or paused,
 * keeps them open, because it may be started again.
 */
class SailPointClientLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
    /**
     * Later phases are stopped earlier. The graceful shutdown of the web server is 1,024 below the highest phase, and
     * its end 2,048.
     */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private static final Logger LOG = LoggerFactory.getLogger(SailPointClientLifecycle.class);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ManagedClients clients;
    private final ApplicationContext context;
    private volatile boolean running;
    private volatile boolean closing;

    SailPointClientLifecycle(ManagedClients clients, ApplicationContext context) {
        this.clients = clients;
        this.context = context;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            closing = true;
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        if (!closing) {
            callback.run();
            return;
        }
        Flux.fromIterable(clients.all())
                .flatMap(SailPointClientLifecycle::close)
                .doFinally(signal -> callback.run())
                .subscribe();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private static Mono<Void> close(ManagedClient client) {
        return client.client()
                .disposeLater(client.gracePeriod())
                .timeout(client.gracePeriod().plus(MARGIN))
                .onErrorResume(error -> {
                    LOG.warn("The client {} was not closed in time", client.name(), error);
                    return Mono.empty();
                });
    }
}
