package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.InputException;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.input.LineReader;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The lines of a bulk job, read on a thread of their own, one at a time as the job asks for them. That thread is never
 * interrupted: it may be in the middle of the file when the job stops, and reads the rest after that.
 *
 * @param <T> what a line asks for
 */
final class BulkInput<T> implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(250);
    /** How many bytes of lines may be on their way, so that the longest ones take no more memory than this. */
    private static final int ROOM = 8 * LineReader.MAX_LENGTH;

    private final InputStream in;
    private final boolean standardInput;
    private final long size;
    private final LineReader reader;
    private final BulkLineParser<T> parser;
    private final Semaphore room = new Semaphore(ROOM);
    private final Queue<BulkLine<T>> putBack = new ConcurrentLinkedQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread created = new Thread(work, "bulk-input");
        created.setDaemon(true);
        return created;
    });
    /** Touched by that thread only. */
    private long index;

    private BulkInput(InputStream in, boolean standardInput, long size, BulkAction<T, ?> lines) {
        this.in = in;
        this.standardInput = standardInput;
        this.size = size;
        this.reader = new LineReader(in, size == 0);
        this.parser = new BulkLineParser<>(lines);
    }

    /** Opens a file, or standard input if it is called {@code -}. */
    static <T> BulkInput<T> open(String from, CommandEnvironment shell, BulkAction<T, ?> lines) {
        if (from.equals("-")) {
            return new BulkInput<>(shell.in(), true, 0, lines);
        }
        try {
            Path file = shell.directory().resolve(Path.of(from));
            // Not a channel, which does not know what a pipe has available.
            InputStream in = new FileInputStream(file.toFile());
            return new BulkInput<>(in, false, Files.isRegularFile(file) ? Files.size(file) : 0, lines);
        } catch (IOException | InvalidPathException e) {
            throw new UsageException(
                    "the input " + from + " cannot be read; it must be a file that is there, or - for standard input",
                    null);
        }
    }

    /** The lines, for one subscription. */
    @SuppressWarnings("UnnecessaryMethodReference") // an executor that is known to have threads gets them interrupted
    Flux<BulkLine<T>> lines() {
        return Flux.<BulkLine<T>>generate(sink -> {
                    try {
                        BulkLine<T> line = next();
                        if (line == null) {
                            sink.complete();
                        } else {
                            room.acquireUninterruptibly(weight(line));
                            sink.next(line);
                        }
                    } catch (InputException e) {
                        sink.error(e);
                    }
                })
                .subscribeOn(Schedulers.fromExecutor(thread::execute));
    }

    /** A line that was read and then not wanted. */
    void putBack(BulkLine<T> line) {
        putBack.add(line);
    }

    /** A line has its outcome. */
    void done(BulkLine<T> line) {
        room.release(weight(line));
    }

    /** The share of the bytes that was read, or a negative number if the size is not known. */
    double share() {
        return size == 0 ? -1 : Math.min(1, (double) reader.bytesRead() / size);
    }

    /**
     * Hands over the lines that the job has not taken, as far as they can be had without waiting, when it has ended.
     * What the consumer throws is thrown here.
     */
    void forRest(Consumer<BulkLine<T>> consumer) {
        reader.stopSoon();
        Future<?> rest = thread.submit(() -> {
            putBack.forEach(consumer);
            for (BulkLine<T> line = next(); line != null; line = next()) {
                consumer.accept(line);
            }
        });
        long pending = 0;
        while (true) {
            try {
                rest.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                long now = reader.pendingRead();
                if (now != 0 && now == pending) {
                    // It has waited in the same read all the time: a pipe that is open, and empty.
                    rest.cancel(false);
                    return;
                }
                pending = now;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException error ? error : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        if (!standardInput) {
            try {
                in.close();
            } catch (IOException e) {
                // It was only read from.
            }
        }
    }

    private @Nullable BulkLine<T> next() {
        try {
            LineReader.Line line = reader.next();
            return line == null ? null : parser.parse(index++, line);
        } catch (IOException e) {
            throw new InputException(reader.number(), e);
        }
    }

    private static int weight(BulkLine<?> line) {
        return Math.min(line.size(), ROOM);
    }
}
