package io.github.sailpat.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the list decoder takes beside the blocking parser, on a machine with other work: by the CPU of one thread, in
 * slices of some milliseconds that take turns within one JVM, in a fresh JVM a round.
 */
final class DecodeBenchmark {

    private static final int WARM_UP = 10;
    private static final int SLICES = 25;
    private static final String REFERENCE = "blocking parser";
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private DecodeBenchmark() {}

    static void run(RunOptions effort) throws Exception {
        Rounds elements = new Rounds();
        Rounds nanos = new Rounds();
        Rounds bytes = new Rounds();
        for (int round = 0; round < effort.rounds(); round++) {
            try (Client worker = Client.start("DecodeBenchmark", List.of())) {
                for (int i = 0; i < variants(new DecodeJmh()).size(); i++) {
                    String[] figures = worker.response().split(",");
                    elements.add(figures[0], Double.parseDouble(figures[1]));
                    nanos.add(figures[0], Double.parseDouble(figures[2]));
                    bytes.add(figures[0], Double.parseDouble(figures[3]));
                }
            }
        }
        Print.line("== decode: elements in the CPU of one thread, in proportion to the blocking parser's");
        for (String name : elements.names()) {
            Print.line(
                    "  %-16s %s, %,6.0f ns, %,5.0f B a token",
                    name, elements.ratio(name, REFERENCE), nanos.median(name), bytes.median(name));
        }
    }

    /** The fresh JVM of one round. */
    public static void main(String[] arguments) throws Exception {
        DecodeJmh decode = new DecodeJmh();
        decode.fetch();
        Map<String, Callable<Long>> variants = variants(decode);
        Rounds nanos = new Rounds();
        Rounds bytes = new Rounds();
        for (int slice = -WARM_UP; slice < SLICES; slice++) {
            for (Map.Entry<String, Callable<Long>> variant : variants.entrySet()) {
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long cpu = THREADS.getCurrentThreadCpuTime();
                double tokens = variant.getValue().call();
                cpu = THREADS.getCurrentThreadCpuTime() - cpu;
                allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
                if (slice >= 0) {
                    nanos.add(variant.getKey(), cpu / tokens);
                    bytes.add(variant.getKey(), allocated / tokens);
                }
            }
        }
        for (String name : variants.keySet()) {
            double elements = nanos.ratio(REFERENCE, /* reference= */ name).median();
            Print.line("%s,%s,%s,%s", name, elements, nanos.median(name), bytes.median(name));
        }
    }

    private static Map<String, Callable<Long>> variants(DecodeJmh decode) {
        Map<String, Callable<Long>> variants = new LinkedHashMap<>();
        variants.put(REFERENCE, decode::blockingParser);
        variants.put("64 KiB", decode::pieces65536);
        variants.put("8 KiB", decode::pieces8192);
        variants.put("1400 bytes", decode::pieces1400);
        return variants;
    }
}
