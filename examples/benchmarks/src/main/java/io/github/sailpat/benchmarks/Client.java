package io.github.sailpat.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client or a server in a process of its own, as this process sees it: see {@link Worker}. */
final class Client implements AutoCloseable {

    static final String OURS = "SailpatCalls";
    static final String OUR_HTTP2 = "SailpatHttp2Calls";
    /** Ours first, then those that are generated, then what both stand on. Those that are not built are left out. */
    static final List<String> ALL =
            present(OURS, "WebClientCalls", "VertxCalls", "OkHttpCalls", "NativeCalls", "BareCalls");
    /** Those that are measured over TLS too. */
    static final List<String> TLS = present(OURS, OUR_HTTP2, "WebClientCalls", "BareCalls");

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader responses;

    private Client(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.responses = process.inputReader(StandardCharsets.UTF_8);
    }

    static Client start(String worker, Target target, String... options) throws IOException {
        String[] all = Stream.of(options, target.clientOptions())
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        return start(worker, target.arguments(), all);
    }

    static Client start(String worker, List<String> arguments, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), name(worker)));
        command.addAll(arguments);
        return new Client(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** A tenant with so many tokens, and other arguments of {@link TenantServer}. */
    static Client tenant(int generatedTokens, List<String> others) throws IOException {
        List<String> arguments = new ArrayList<>(others);
        arguments.add("generated=" + generatedTokens);
        return start("TenantServer", arguments);
    }

    /** Where a server listens, as it says first of all. */
    Target target() throws IOException, InterruptedException {
        String[] words = response().split(" ");
        return Target.of(URI.create(words[0]), words[1], words[2]);
    }

    /** The clients that were built: the generated ones are there only if their profile was on. */
    static List<String> present(String... workers) {
        return Arrays.stream(workers).filter(Client::isPresent).toList();
    }

    private static boolean isPresent(String worker) {
        return Client.class.getResource(worker + ".class") != null;
    }

    private static String name(String worker) {
        return Client.class.getPackageName() + "." + worker;
    }

    /** What some whole lists cost together. */
    record Drained(long count, long firstNanos, long nanos, long cpuNanos, long allocatedBytes) {}

    Drained drain(int lists) throws IOException {
        long[] numbers = request("drain " + lists);
        return new Drained(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    /** What a call cost, on average. */
    record Called(double nanos, double cpuNanos, double allocatedBytes) {}

    Called call(String operation, int calls, int inFlight) throws IOException {
        long[] numbers = request(operation + ' ' + calls + ' ' + inFlight);
        double count = numbers[0];
        return new Called(numbers[1] / count, numbers[2] / count, numbers[3] / count);
    }

    /** The largest resident memory so far. */
    long residentMiB() throws IOException {
        return request("resident")[0] / 1024;
    }

    /** The CPU that the process has used so far, in steps of the system's clock. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    long[] request(String command) throws IOException {
        tell(command);
        return Arrays.stream(response().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    void tell(String command) {
        commands.println(command);
    }

    String response() throws IOException {
        String line = responses.readLine();
        if (line == null) {
            throw new IOException("The client has ended before its time.");
        }
        return line;
    }

    /** Ends the process: its input ends, and at the latest ten seconds later it is killed. */
    @Override
    public void close() throws InterruptedException {
        commands.close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            kill();
        }
    }

    void kill() {
        process.destroyForcibly();
    }
}
