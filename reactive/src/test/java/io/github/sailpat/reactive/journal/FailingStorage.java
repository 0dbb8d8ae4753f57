package io.github.sailpat.reactive.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A disk with little room, which after a power cut has what was forced, and of the rest what the cut has left. */
final class FailingStorage implements JournalStorage {
    private final Path file;
    private final JournalStorage real;
    private final long room;
    private long length;
    private long forced;
    private boolean cut;

    FailingStorage(Path file, long room) throws IOException {
        this.file = file;
        this.real = FileStorage.open(file);
        this.room = room;
    }

    @Override
    public InputStream content() throws IOException {
        return real.content();
    }

    @Override
    public synchronized void truncate(long newLength) throws IOException {
        real.truncate(newLength);
        length = newLength;
    }

    @Override
    public synchronized void append(ByteBuffer bytes) throws IOException {
        requirePower();
        int rest = (int) Math.min(bytes.remaining(), room - length);
        length += rest;
        real.append(bytes.slice(bytes.position(), rest));
        if (rest < bytes.remaining()) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public synchronized void force() throws IOException {
        requirePower();
        forced = length;
    }

    private void requirePower() throws IOException {
        if (cut) {
            throw new IOException("no power");
        }
    }

    @Override
    public void close() throws IOException {
        real.close();
    }

    synchronized void cutPower(Random random) throws IOException {
        cut = true;
        byte[] bytes = Files.readAllBytes(file);
        int kept = (int) forced + (length > forced ? random.nextInt((int) (length - forced) + 1) : 0);
        byte[] left = Arrays.copyOf(bytes, kept);
        for (int i = (int) forced; i < kept; i++) {
            left[i] = random.nextBoolean() ? 0 : left[i];
        }
        Files.write(file, left);
    }
}
