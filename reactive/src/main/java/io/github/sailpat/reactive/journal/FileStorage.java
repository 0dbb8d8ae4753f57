package io.github.sailpat.reactive.journal;

import io.github.sailpat.reactive.BulkJournalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is locked while it is open. The lock is on one byte far behind the end, so that others may read it. */
final class FileStorage implements JournalStorage {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.bulk");
    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final OpenFiles.Handle<FileChannel> open;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileStorage(Path file, OpenFiles.Handle<FileChannel> open) {
        this.file = file;
        this.open = open;
        this.channel = open.handle();
    }

    static JournalStorage open(Path file) throws IOException {
        OpenFiles.Handle<FileChannel> open = OpenFiles.open(file, () -> lock(file));
        if (open == null) {
            throw inUse(file);
        }
        return new FileStorage(file, open);
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, OPTIONS, attributes(file));
        try {
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw inUse(file);
            }
            forceDirectory(file); // a process that has created the file may have died before it did
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
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

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path file) {
        return hasPermissions(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    /** A journal that existed before may have other permissions. */
    private void hideFromOthers() throws IOException {
        if (hasPermissions(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            try {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            } catch (IOException e) {
                LOG.warn(
                        "Others may read the journal {}, and its permissions cannot be changed: {}",
                        file,
                        e.toString());
            }
        }
    }

    /** So that the file itself survives. Not every system can do it. */
    private static void forceDirectory(Path file) {
        try (FileChannel directory = FileChannel.open(file.toRealPath().resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Windows, for example, where it is not needed.
        }
    }

    @Override
    public InputStream content() throws IOException {
        return Channels.newInputStream(channel.position(0));
    }

    /** The file is changed from here on, as it has turned out to be a journal. */
    @Override
    public void truncate(long length) throws IOException {
        hideFromOthers();
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
        if (closed.compareAndSet(false, true)) {
            OpenFiles.close(open.key(), () -> {
                channel.close();
                return channel;
            });
        }
    }
}
