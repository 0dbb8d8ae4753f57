package io.github.sailpat.cli.secret;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A file that only its owner may read. */
final class FileTarget extends SecretTarget {
    /** What no reader of a file of variables takes for anything else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+/=@:-]+");

    /** In bytes, as in most file systems. */
    private static final int LONGEST_FILE_NAME = 255;

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
        PathTemplate template = target.template;
        try {
            Path path = target.directory.resolve(template.text()).toAbsolutePath();
            Path parent = template.isForMany() ? target.directory.resolve(template.directory()) : path.getParent();
            if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
                throw new IllegalArgumentException("the directory " + parent + " must exist and be writable");
            }
            if (template.text().endsWith("/") || (Files.exists(path) && !Files.isRegularFile(path))) {
                throw new IllegalArgumentException(path + " must be a file; in a directory, add a name: /{name}");
            }
            return target;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(template.text() + " is no valid path");
        }
    }

    @Override
    public void checkName(String name) {
        Path file;
        try {
            file = directory.resolve(template.ofName(name)).getFileName();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "the name cannot be that of a file in the locale of this process; use {id}, or set LC_ALL=C.UTF-8");
        }
        if (file != null && file.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_FILE_NAME) {
            throw new IllegalArgumentException("the name is too long for that of a file; use {id}");
        }
    }

    @Override
    public Duration longest() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void put(CreatedPersonalAccessToken token) {
        String path = path(template, token);
        try {
            AtomicWrite.forOwner(directory.resolve(path), content.apply(token));
        } catch (IOException | InvalidPathException e) {
            throw new HandOverException("the file " + path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
