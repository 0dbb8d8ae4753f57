package io.github.sailpat.cli.secret;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file that only its owner may read. */
final class FileTarget extends SecretTarget {
    /** What no reader of a file of variables takes for anything else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+/=@:-]+");

    /** In bytes, as in most file systems. */
    private static final int LONGEST_FILE_NAME = 255;

    private static final String LONGEST_ID = "x".repeat(36);

    private final PathTemplate template;
    private final Path directory;
    private final Function<CreatedPersonalAccessToken, String> content;

    private FileTarget(PathTemplate template, Path directory, Function<CreatedPersonalAccessToken, String> content) {
        super(template.isForMany());
        this.template = template;
        this.directory = directory;
        this.content = content;
    }

    /** A file with the secret and nothing else, not even a line break. */
    static FileTarget secret(PathTemplate template, Path directory) {
        return checked(
                new FileTarget(template, directory, token -> token.getSecret().reveal()));
    }

    /** A file with {@code SAIL_CLIENT_ID} and {@code SAIL_CLIENT_SECRET}, as shells, systemd and Docker read it. */
    static FileTarget variables(PathTemplate template, Path directory) {
        return checked(new FileTarget(
                template,
                directory,
                token -> "SAIL_CLIENT_ID=" + plain(token.getId()) + "\nSAIL_CLIENT_SECRET="
                        + plain(token.getSecret().reveal()) + '\n'));
    }

    private static String plain(String value) {
        if (!PLAIN.matcher(value).matches()) {
            throw new HandOverException(
                    "the id or the secret needs quotes, which readers of such files disagree on", null);
        }
        return value;
    }

    /** Before anything is created: a directory that is not there would cost each secret. */
    private static FileTarget checked(FileTarget target) {
        String text = target.template.text();
        try {
            if (text.endsWith("/") || text.endsWith(File.separator)) {
                throw new IllegalArgumentException(text + " must be a file; in a directory, add a name: /{name}");
            }
            Path path = target.directory.resolve(text);
            if (target.template.isForMany()) {
                Path parent = path.toAbsolutePath().getParent();
                if (parent != null && parent.toString().contains("{id}")) {
                    throw new IllegalArgumentException(
                            "{id} must be in the name of the file: its directory must exist");
                }
                requireWritable(target.directory
                        .resolve(target.template.beginning() + 'x')
                        .toAbsolutePath()
                        .getParent());
            } else {
                requireFile(path);
            }
            return target;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(text + " is no valid path");
        }
    }

    private static void requireFile(Path path) {
        Path file = AtomicWrite.target(path);
        requireWritable(file.getParent());
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IllegalArgumentException(path + " must be a file; in a directory, add a name: /{name}");
        }
    }

    private static void requireWritable(@Nullable Path parent) {
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new IllegalArgumentException("the directory " + parent + " must exist and be writable");
        }
    }

    @Override
    public void checkName(String name) {
        Path file;
        try {
            file = directory.resolve(template.ofName(name).replace("{id}", LONGEST_ID));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "the name cannot be that of a file in the locale of this process; use {id}, or set LC_ALL=C.UTF-8");
        }
        if (file.getFileName().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_FILE_NAME) {
            throw new IllegalArgumentException("the name is too long for that of a file; use {id}");
        }
        requireFile(file);
    }

    /** Two links may name one file. */
    @Override
    String place(String path) {
        return AtomicWrite.target(directory.resolve(path)).toString();
    }

    @Override
    public Duration longest() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void put(CreatedPersonalAccessToken token) {
        String path = template.text();
        try {
            path = path(template, token);
            AtomicWrite.forOwner(directory.resolve(path), content.apply(token));
        } catch (IOException | InvalidPathException e) {
            throw new HandOverException("the file " + path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
