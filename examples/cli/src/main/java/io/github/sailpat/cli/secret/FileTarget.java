package io.github.sailpat.cli.secret;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A file that only its owner may read. */
final class FileTarget extends SecretTarget {
    /** What no reader of a file of variables takes for anything else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+/=@:-]+");

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

    /** Before anything is created: a directory that is not there would cost a secret. */
    private static FileTarget checked(FileTarget target) {
        try {
            Path parent = target.directory
                    .resolve(target.template.text())
                    .toAbsolutePath()
                    .getParent();
            if (parent == null || !(target.template.isForMany() || Files.isWritable(parent))) {
                throw new IllegalArgumentException("the directory " + parent + " must exist and be writable");
            }
            return target;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(target.template.text() + " is no valid path");
        }
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
