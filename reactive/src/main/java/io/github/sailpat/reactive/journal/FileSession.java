package io.github.sailpat.reactive.journal;

import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * A file journal that is open. Entries are queued; whoever increments {@code wip} from zero starts a task that writes
 * all that is queued and forces it once, until nothing is queued. What is appended meanwhile is the next group.
 */
final class FileSession implements BulkJournal.Session {
    private static final int MAX_GROUP = 1_024;

    private final Path file;
    private final JournalStorage storage;
    /** The last entry of each key. */
    private final Map<String, BulkJournalEntry> entries;

    private final Queue<Request> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wip = new AtomicInteger();
    /** Accessed only by who has incremented {@code wip} from zero, as is the failure. */
    private long sequence;

    private @Nullable BulkJournalException failure;

    /** An entry to be written, or {@code null} to close the file. */
    private record Request(@Nullable BulkJournalEntry entry, MonoSink<Void> sink) {}

    /** The lines of a group, and what of it is not written because its line would not be read again. */
    private record Lines(ByteArrayOutputStream bytes, long last, Set<Request> tooLong) {}

    private FileSession(Path file, JournalStorage storage, JournalReader.Contents contents) {
        this.file = file;
        this.storage = storage;
        this.entries = new ConcurrentHashMap<>(contents.entries());
        this.sequence = contents.lines();
    }

    /** Reads the file; blocks. */
    static FileSession open(Path file, JournalStorage storage, String operation) throws IOException {
        try {
            JournalReader.Contents contents = JournalReader.read(file, storage.content());
            if (contents.operation() != null && !contents.operation().equals(operation)) {
                throw new BulkJournalException(
                        "the journal " + file + " is of " + contents.operation() + ", and this job is of " + operation
                                + ": choose another file",
                        null);
            }
            storage.truncate(contents.length());
            if (contents.operation() == null) {
                storage.append(ByteBuffer.wrap(JournalLine.header(operation)));
            }
            storage.force(); // also what a process has written that died before it was forced: it counts from now on
            return new FileSession(file, storage, contents);
        } catch (Throwable e) { // a fatal one too, or the file would stay locked
            storage.close();
            throw e;
        }
    }

    @Override
    public Mono<BulkJournalEntry> find(String key) {
        return Mono.justOrEmpty(entries.get(key));
    }

    @Override
    public Flux<BulkJournalEntry> findByName(String name) {
        return Flux.fromIterable(entries.values()).filter(entry -> name.equals(entry.getName()));
    }

    @Override
    public Mono<Void> append(BulkJournalEntry entry) {
        return Mono.create(sink -> enqueue(new Request(entry, sink)));
    }

    @Override
    public Mono<Void> close() {
        return Mono.create(sink -> enqueue(new Request(null, sink)));
    }

    private void enqueue(Request request) {
        queue.add(request);
        if (wip.getAndIncrement() == 0) {
            try {
                Schedulers.boundedElastic().schedule(this::writeAll);
            } catch (RejectedExecutionException e) {
                failure = failed(e); // from now on, nothing is written
                writeAll();
            }
        }
    }

    private void writeAll() {
        int missed = 1;
        do {
            while (!queue.isEmpty()) {
                List<Request> group = new ArrayList<>();
                for (Request next = queue.poll(); next != null; next = group.size() < MAX_GROUP ? queue.poll() : null) {
                    group.add(next);
                }
                write(group);
            }
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    private void write(List<Request> group) {
        Lines lines = lines(group);
        if (failure == null) {
            try {
                if (lines.last() > sequence) {
                    storage.append(ByteBuffer.wrap(lines.bytes().toByteArray()));
                    storage.force();
                }
                sequence = lines.last();
            } catch (Throwable e) { // a fatal one too: who waits for the entry would wait for ever
                failure = failed(e);
            }
        }
        BulkJournalException ofGroup = failure;
        if (group.stream().anyMatch(request -> request.entry() == null)) {
            close(storage);
            failure = failure == null ? new BulkJournalException("the journal " + file + " is closed", null) : failure;
        }
        answer(group, lines.tooLong(), ofGroup);
    }

    private Lines lines(List<Request> group) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long last = sequence;
        Set<Request> tooLong = new HashSet<>();
        for (Request request : group) {
            BulkJournalEntry entry = request.entry();
            if (entry != null) {
                byte[] line = JournalLine.entry(entry, last + 1, sequence);
                if (line.length > JournalReader.MAX_LINE) {
                    tooLong.add(request);
                } else {
                    bytes.writeBytes(line);
                    last++;
                }
            }
        }
        return new Lines(bytes, last, tooLong);
    }

    private static void close(JournalStorage storage) {
        try {
            storage.close();
        } catch (IOException e) {
            // Everything was forced before.
        }
    }

    /** Not on the thread that writes, because whoever gets the answer goes on. */
    private void answer(List<Request> group, Set<Request> tooLong, @Nullable BulkJournalException error) {
        Runnable answers = () -> group.forEach(
                request -> answer(request, error == null && tooLong.contains(request) ? tooLong() : error));
        try {
            Schedulers.parallel().schedule(answers);
        } catch (RejectedExecutionException e) { // the schedulers are shut down
            answers.run();
        }
    }

    private BulkJournalException tooLong() {
        return new BulkJournalException(
                "an entry is longer than the " + JournalReader.MAX_LINE + " bytes of a line of the journal " + file
                        + ", so it was not written: shorten its key, name and id",
                null);
    }

    private void answer(Request request, @Nullable BulkJournalException error) {
        BulkJournalEntry entry = request.entry();
        if (error != null && entry != null) {
            request.sink().error(error);
        } else {
            if (entry != null) {
                entries.put(entry.getKey(), entry);
            }
            request.sink().success();
        }
    }

    private BulkJournalException failed(Throwable e) {
        return new BulkJournalException(
                "the journal " + file + " cannot be written, so the job was stopped: " + e.getMessage()
                        + ". Make room or mend the file system, and run the job again to resume it",
                e);
    }
}
