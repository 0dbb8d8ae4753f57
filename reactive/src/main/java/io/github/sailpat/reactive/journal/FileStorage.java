package io.github.sailpat.reactive.journal;

import io.github.sailpat.reactive.BulkJournalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A file that is locked while it is open. The lock is on one byte far behind the end, so that others may read it. */
final class FileStorage implements JournalStorage {
    /** The files that are open in this process, which on POSIX loses its lock when it closes any handle of them. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path file;
    private final FileChannel channel;

    private FileStorage(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static boolean isOpen(Path file) throws IOException {
        return OPEN.contains(real(file));
    }

    /** The same for every link to the file, also before it exists. */
    private static Path real(Path file) throws IOException {
        return Files.exists(file)
                ? file.toRealPath()
                : file.resolveSibling(".").toRealPath().resolve(file.getFileName());
    }

    static JournalStorage open(Path link) throws IOException {
        Path file = real(link);
        if (!OPEN.add(file)) {
            throw inUse(file);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, OPTIONS, attributes(file));
            FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
            if (lock == null) {
                throw inUse(file);
            }
            forceDirectory(file); // a process that has created the file may have died before it did
            return new FileStorage(file, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            OPEN.remove(file);
            if (e instanceof OverlappingFileLockException) {
                throw inUse(file);
            }
            throw e;
        }
    }

    private static BulkJournalException inUse(Path file) {
        return new BulkJournalException(
                "the journal " + file + " is in use by another job: wait for it to end, or choose another file", null);
    }

    private static FileAttribute<?>[] attributes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** So that the file itself survives. Not every system can do it. */
    private static void forceDirectory(Path file) {
        try (FileChannel directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Windows, for example, where it is not needed.
        }
    }

    @Override
    public InputStream content() throws IOException {
        return Channels.newInputStream(channel.position(0));
    }

    @Override
    public void truncate(long length) throws IOException {
        if (channel.size() > length) {
            channel.truncate(length);
            channel.force(true);
        }
        channel.position(length);
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OPEN.remove(file);
        }
    }
}
