package io.github.sailpat.reactive;

import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.Secret;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A process that creates and closes clients, and prints what they leave behind. Its argument says what. */
final class ClientFootprint {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int WARM_UP = 12;

    private ClientFootprint() {}

    public static void main(String[] args) throws Exception {
        System.out.println(
                switch (args[0]) {
                    case "unused" -> unused(Integer.parseInt(args[1]));
                    case "heap" -> heap(args[1], Integer.parseInt(args[2]));
                    case "class-loader" -> classLoader(args[1]);
                    default -> throw new IllegalArgumentException(args[0]);
                });
        System.exit(0);
    }

    private static SailPointClient client(URI url, boolean proxy) {
        return SailPointClient.create(b -> {
            b.baseUrl(url).clientCredentials("id", Secret.of("secret")).retryPolicy(RetryPolicy.none());
            TestClient.unlimited(b);
            return proxy ? b.proxy(ProxyOptions.create(p -> p.address(URI.create("http://127.0.0.1:1")))) : b;
        });
    }

    private static void useAndClose(SailPointClient client) {
        client.personalAccessTokens().list().then().onErrorComplete().block(SOON);
        client.disposeLater().block(SOON);
    }

    // ---- clients that are not used

    private static String unused(int count) throws Exception {
        client(URI.create("http://127.0.0.1:1"), false).disposeLater().block(SOON); // loads the classes
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        long sockets = openSockets();
        List<SailPointClient> clients = IntStream.range(0, count)
                .mapToObj(i -> client(URI.create("http://127.0.0.1:1"), false))
                .toList();
        long started = startedSince(threads);
        long opened = openSockets() - sockets;
        clients.forEach(client -> client.disposeLater().block(SOON));
        awaitEndOf(threads);
        return started + " threads, " + opened + " sockets, " + startedSince(threads) + " threads after the close";
    }

    private static long startedSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread)
                        && thread.isAlive()
                        && !thread.getName().startsWith("parallel-"))
                .count();
    }

    /** The last thing that a thread of an event loop does is to tell that it has ended. */
    private static void awaitEndOf(Set<Thread> before) {
        Flux.interval(Duration.ofMillis(5))
                .takeUntil(i -> startedSince(before) == 0)
                .take(SOON)
                .blockLast();
    }

    /** Zero on systems that do not tell. */
    private static long openSockets() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.map(path -> target(path))
                    .filter(target -> target.startsWith("socket:"))
                    .count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    // ---- heap

    private static String heap(String kind, int count) throws Exception {
        try (RawServer tenant = RawServer.start(RawServer::tenant)) {
            for (int i = 0; i < WARM_UP; i++) {
                openAndClose(kind, tenant);
            }
            long before = usedHeap();
            for (int i = 0; i < count; i++) {
                openAndClose(kind, tenant);
            }
            return String.valueOf(usedHeap() - before);
        }
    }

    private static void openAndClose(String kind, RawServer tenant) {
        boolean proxy = "proxy".equals(kind);
        useAndClose(client(proxy ? URI.create("https://tenant.example") : tenant.url(), proxy));
        tenant.forget();
    }

    private static long usedHeap() throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            System.gc();
            Mono.delay(Duration.ofMillis(50)).block(SOON);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    // ---- class loaders

    /** What an application server does: it loads the application, undeploys it, and wants the class loader collected. */
    private static String classLoader(String use) throws Exception {
        WeakReference<ClassLoader> loader = deployAndUndeploy(use);
        for (int i = 0; i < 200 && loader.get() != null; i++) {
            System.gc();
            Thread.onSpinWait();
            new ArrayList<>(List.of(new byte[1_000_000]));
            LockSupport.parkNanos(20_000_000);
        }
        return loader.get() == null ? "collected" : "kept";
    }

    private static WeakReference<ClassLoader> deployAndUndeploy(String use) throws Exception {
        URL[] paths = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.isEmpty())
                .map(ClientFootprint::url)
                .toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader(paths, ClassLoader.getPlatformClassLoader());
        CompletableFuture<Void> used = new CompletableFuture<>();
        Thread deployer = new Thread(() -> {
            try {
                loader.loadClass(UndeployedApplication.class.getName())
                        .getMethod("run", String.class)
                        .invoke(null, use);
                used.complete(null);
            } catch (ReflectiveOperationException e) {
                used.completeExceptionally(e.getCause() == null ? e : e.getCause());
            }
        });
        deployer.setContextClassLoader(loader);
        deployer.start();
        used.get(SOON.toSeconds(), TimeUnit.SECONDS);
        deployer.join(SOON.toMillis());
        loader.close();
        return new WeakReference<>(loader);
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
