package io.github.sailpat.reactive;

import io.github.sailpat.error.NameServerException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A process with its own network and its own {@code resolv.conf} and hosts file, which it writes. It prints for each
 * case what was asked, and whether the tenant was reached.
 */
final class NamesInAChild {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final String SERVER = "nameserver 127.0.0.1\n";
    private static final String NO_HOSTS = "127.0.0.1 localhost\n";

    private final LoopbackNameServer names;
    private int number;

    private NamesInAChild(LoopbackNameServer names) {
        this.names = names;
    }

    public static void main(String[] args) throws IOException {
        try (LoopbackNameServer names = new LoopbackNameServer()) {
            NamesInAChild child = new NamesInAChild(names);
            child.resolve("answered", SERVER, NO_HOSTS, name -> true);
            child.resolve("silent", SERVER + "options timeout:3 attempts:1\n", NO_HOSTS, name -> false);
            child.resolve(
                    "search domain dropped",
                    SERVER + "search a.test b.test\noptions ndots:5 timeout:1 attempts:1\n",
                    NO_HOSTS,
                    name -> name.endsWith(".example"));
            child.resolve("no name server", "", NO_HOSTS, name -> true);
            child.resolve("hosts file", SERVER, NO_HOSTS + "127.0.0.1 tenant-5.example\n", name -> false);
        }
    }

    /** Each case has a name of its own, because the JDK caches. */
    private void resolve(String title, String resolvConf, String hosts, Predicate<String> answered) throws IOException {
        Files.writeString(RESOLV_CONF, resolvConf);
        Files.writeString(HOSTS, hosts);
        names.answer(answered);
        String host = "tenant-" + ++number + ".example";
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TestClient client = TestClient.at(
                        URI.create("https://" + host + ":" + server.getLocalPort()),
                        b -> TestClient.unlimited(b)
                                .retryPolicy(RetryPolicy.none())
                                .connectTimeout(Duration.ofSeconds(2)))) {
            RawServer.daemon(() -> closeEach(server, connections));
            String outcome;
            try {
                client.tokens().list().blockLast(BOUND);
                outcome = "success";
            } catch (NameServerException e) {
                outcome = "name server";
            } catch (RuntimeException e) { // the server closes the connection
                outcome = connections.get() > 0 ? "reached" : e.toString();
            }
            System.out.println(title + ": " + outcome + ", asked " + names.asked(host));
        }
    }

    private static void closeEach(ServerSocket server, AtomicInteger connections) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connections.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
        }
    }
}
