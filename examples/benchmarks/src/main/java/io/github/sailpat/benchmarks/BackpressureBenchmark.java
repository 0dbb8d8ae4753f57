package io.github.sailpat.benchmarks;

import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * How far the server is ahead of a consumer of one token every ten milliseconds: bytes that it has written and that
 * belong to no token emitted yet, with and without those that wait in the two socket buffers.
 */
final class BackpressureBenchmark {

    private static final int TOKENS = 1_000_000;
    private static final long SETTLING_MILLIS = 2_000;

    private BackpressureBenchmark() {}

    static void run(RunOptions effort) throws Exception {
        int tokens = effort.pick(2_000, 100);
        double tokenBytes = PlainHttp.tokenBytes();
        Print.line("== ahead: a client that reads nothing: %,d KiB written", writtenToNobody() / 1024);
        try (SandboxTenant tenant = SandboxTenant.start(
                        options -> options.generatedTokens(TOKENS).rateLimitOff());
                Client client = Client.start(Client.OURS, Target.of(tenant))) {
            long most = 0;
            long mostBeyondSockets = 0;
            client.tell("paced " + tokens);
            for (long taken = next(client); taken > 0; taken = next(client)) {
                long inSockets = SocketQueues.bytes(tenant.getBaseUrl().getPort());
                long ahead = tenant.getLedger().getListBytesWritten() - (long) (taken * tokenBytes);
                most = Math.max(most, ahead);
                mostBeyondSockets = Math.max(mostBeyondSockets, ahead - inSockets);
            }
            Print.line(
                    "one token every %d ms, %,d tokens: %,d KiB ahead at most, %,d KiB beyond the socket buffers",
                    Worker.INTERVAL.toMillis(), tokens, most / 1024, mostBeyondSockets / 1024);
        }
    }

    private static long next(Client client) throws IOException {
        return Long.parseLong(client.response());
    }

    /** What the socket buffers take in when a request is sent and nothing at all is read. */
    private static long writtenToNobody() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(
                        options -> options.generatedTokens(TOKENS).rateLimitOff());
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), tenant.getBaseUrl().getPort())) {
            Target target = Target.of(tenant);
            String request = "GET " + target.list().getPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
                    + target.authorization() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(SETTLING_MILLIS);
            return tenant.getLedger().getListBytesWritten();
        }
    }
}
