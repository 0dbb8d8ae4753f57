package io.github.sailpat.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file completely or not at all, readable by its owner only where the file system supports that. */
final class AtomicFile {
    private final Path path;

    private AtomicFile(Path path) {
        this.path = path;
    }

    /**
     * Checks that the file can be written, before any request.
     *
     * @throws UsageException if not
     */
    static AtomicFile of(CommandEnvironment shell, String name) {
        Path path;
        try {
            path = shell.directory().resolve(Path.of(name)).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new UsageException("the file " + name + " has no valid name", null);
        }
        Path target = target(path);
        // The page takes the place of what is there, which may be a device: a process that may do so would replace it.
        if ((Files.exists(target) && !Files.isRegularFile(target)) || !Files.isWritable(directory(target))) {
            throw new UsageException(
                    "the file " + path + " cannot be written",
                    "The directory must exist; use '-' for standard output.");
        }
        return new AtomicFile(target);
    }

    /** A link stays a link: the file that it names is written. */
    private static Path target(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    void write(String text) {
        try {
            Path draft = Files.createTempFile(directory(path), ".tokens-", ".html");
            try {
                Files.writeString(draft, text);
                move(draft);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new OutputException(path, e);
        }
    }

    private void move(Path draft) throws IOException {
        try {
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path directory(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
