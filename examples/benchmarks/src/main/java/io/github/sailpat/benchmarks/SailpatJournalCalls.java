package io.github.sailpat.benchmarks;

import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * This library's bulk jobs with a journal each, in a file of the working directory.
 *
 * @param plain without a journal
 */
record SailpatJournalCalls(SailpatCalls plain) implements Calls {

    public static void main(String[] arguments) throws IOException {
        Worker.serve(new SailpatJournalCalls(SailpatCalls.of(Target.parse(arguments))));
    }

    @Override
    public Flux<?> list() {
        return plain.list();
    }

    @Override
    public Mono<?> create(String name) {
        return plain.create(name);
    }

    @Override
    public Mono<?> delete(String id) {
        return plain.delete(id);
    }

    @Override
    public Publisher<?> create(int calls, int inFlight) {
        return Flux.using(
                SailpatJournalCalls::newFile,
                file -> plain.create(calls, options(file, inFlight, o -> o.handOver(created -> Mono.empty()))),
                SailpatJournalCalls::delete);
    }

    @Override
    public Publisher<?> delete(int calls, int inFlight) {
        return Flux.using(
                SailpatJournalCalls::newFile,
                file -> plain.delete(calls, options(file, inFlight, o -> o)),
                SailpatJournalCalls::delete);
    }

    /** The names of the creates are all the same. */
    private static BulkOptions options(Path file, int inFlight, UnaryOperator<BulkOptions.Builder> more) {
        return BulkOptions.create(builder -> more.apply(
                builder.concurrency(inFlight).journal(FileBulkJournal.of(file)).journalKey(input -> "call " + input)));
    }

    private static Path newFile() throws IOException {
        return Files.createTempFile(Path.of(""), "calls", ".journal");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
