package io.github.sailpat.reactive;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another JVM with this one's classes, for what needs a heap of its own. Its standard error is this one's. */
final class ChildJvm {
    private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

    private ChildJvm() {}

    static Process start(Class<?> main, String... options) {
        return start(classPath(main), main, options);
    }

    static Process run(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(BIN.resolve("java").toString(), "-Xmx256m", "-cp", classPath(main), main.getName()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Started by another command, which executes the words after its own. */
    static Process startIn(List<String> command, Class<?> main) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(BIN.resolve("java").toString(), "-cp", classPath(main), main.getName()));
        return start(words);
    }

    /** Without the libraries in whose paths this stands. */
    static Process startWithout(String library, Class<?> main) {
        String rest = Stream.of(classPath(main).split(File.pathSeparator))
                .filter(path -> !path.contains(library))
                .collect(Collectors.joining(File.pathSeparator));
        return start(rest, main);
    }

    private static Process start(String classPath, Class<?> main, String... options) {
        List<String> command = new ArrayList<>(List.of(BIN.resolve("java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, main.getName()));
        return start(command);
    }

    /** A tool of the JDK, by its name. */
    static Process tool(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(BIN.resolve(name).toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the tests run as a module, their classes stand on neither path. */
    private static String classPath(Class<?> main) {
        String file = main.getName().replace('.', '/') + ".class";
        try {
            Path compiled = Path.of(main.getResource('/' + file).toURI());
            Path tests = compiled;
            for (int depth = Path.of(file).getNameCount(); depth > 0; depth--) {
                tests = tests.getParent();
            }
            return String.join(
                    File.pathSeparator,
                    tests.toString(),
                    System.getProperty("java.class.path", ""),
                    System.getProperty("jdk.module.path", ""));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
