package io.github.sailpat.cli.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Writes a file completely or not at all, and forces it to disk. */
public final class AtomicWrite {
    private static final Set<PosixFilePermission> READABLE = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);

    /** More are likely to be a circle. */
    private static final int MAX_LINKS = 40;

    private AtomicWrite() {}

    /**
     * Writes or replaces a file that its owner alone may read, where the file system supports that.
     *
     * @param path the file, in a directory that exists
     * @param text its content, in UTF-8
     * @throws IOException if it cannot be written; an old file is left as it was
     */
    public static void forOwner(Path path, String text) throws IOException {
        write(path, text, false);
    }

    /**
     * Writes or replaces a file that everybody may read.
     *
     * @param path the file, in a directory that exists
     * @param text its content, in UTF-8
     * @throws IOException if it cannot be written; an old file is left as it was
     */
    public static void forAll(Path path, String text) throws IOException {
        write(path, text, true);
    }

    /**
     * What is written for a path: a link stays a link, and the file that it names is written.
     *
     * @param path the path
     * @return an absolute path
     */
    public static Path target(Path path) {
        Path target = path.toAbsolutePath();
        try {
            for (int links = 0; links < MAX_LINKS && !Files.exists(target); links++) {
                Path directory = target.resolveSibling(".").toRealPath();
                if (!Files.isSymbolicLink(target)) {
                    return directory.resolve(target.getFileName());
                }
                target = directory.resolve(Files.readSymbolicLink(target));
            }
            return target.toRealPath();
        } catch (IOException e) { // also that of a pipe, whose link names no file
            return target;
        }
    }

    private static void write(Path link, String text, boolean readable) throws IOException {
        Path path = target(link);
        Path draft = Files.createTempFile(path.getParent(), ".tokens-", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            PosixFileAttributeView attributes = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
            if (readable && attributes != null) {
                attributes.setPermissions(READABLE);
            }
            move(draft, path);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void move(Path draft, Path path) throws IOException {
        try {
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
