package io.github.sailpat.cli.terminal;

import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.secret.AtomicWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Writes a file completely or not at all, readable by its owner only where the file system supports that. */
public final class AtomicFile {
    private final Path path;

    private AtomicFile(Path path) {
        this.path = path;
    }

    /**
     * Checks that the file can be written, before any request.
     *
     * @throws UsageException if not
     */
    public static AtomicFile of(CommandEnvironment shell, String name) {
        Path path;
        try {
            path = shell.directory().resolve(Path.of(name)).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new UsageException("the file " + name + " has no valid name", null);
        }
        Path target = AtomicWrite.target(path);
        // The page takes the place of what is there, which may be a device: a process that may do so would replace it.
        if ((Files.exists(target) && !Files.isRegularFile(target)) || !Files.isWritable(directory(target))) {
            throw new UsageException(
                    "the file " + path + " cannot be written",
                    "It must be a file in a directory that exists and is writable.");
        }
        return new AtomicFile(target);
    }

    public void write(String text) {
        try {
            AtomicWrite.forOwner(path, text);
        } catch (IOException e) {
            throw new OutputException(path, e);
        }
    }

    /** Writes it so that everybody may read it. */
    public void writeForAll(String text) {
        try {
            AtomicWrite.forAll(path, text);
        } catch (IOException e) {
            throw new OutputException(path, e);
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
