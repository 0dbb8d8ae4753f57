package io.github.sailpat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux holds for the connections of a local port: sent and not taken over, or received and not read. */
final class SocketQueues {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private SocketQueues() {}

    static long bytes(int port) throws IOException {
        String suffix = String.format(":%04X", port);
        long bytes = 0;
        for (Path table : TABLES) {
            for (String line : Files.readAllLines(table)) {
                String[] fields = line.strip().split("\\s+"); // sl, local, remote, state, transmit:receive, …
                String[] queues = fields[4].split(":");
                if (fields[1].endsWith(suffix)) {
                    bytes += Long.parseLong(queues[0], 16);
                } else if (fields[2].endsWith(suffix)) {
                    bytes += Long.parseLong(queues[1], 16);
                }
            }
        }
        return bytes;
    }
}
