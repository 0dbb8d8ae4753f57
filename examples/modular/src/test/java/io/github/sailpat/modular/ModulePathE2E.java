package io.github.sailpat.modular;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What a module gets of the two libraries: all that is exported, and nothing that is not. */
@EnabledIfSystemProperty(named = "sailpat.version", matches = ".+", disabledReason = "nothing is packaged yet")
class ModulePathE2E {
    private static final String MODULE_PATH = System.getProperty("jdk.module.path", "");

    @TempDir
    private Path directory;

    @Test
    void theProgramRunsOnTheModulePath() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        MODULE_PATH,
                        "--module",
                        "io.github.sailpat.modular/io.github.sailpat.modular.Main")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8).lines())
                    .containsExactly("4 tokens", "module io.github.sailpat.reactive", "module io.github.sailpat.core");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theModulesAreThoseOfTheJars() {
        assertThat(MODULE_PATH).contains("sailpat-core-" + Artifacts.VERSION + ".jar");
        assertThat(MODULE_PATH).contains("sailpat-reactive-" + Artifacts.VERSION + ".jar");
    }

    @Test
    void whatIsExportedCompilesWithEveryWarningAsAnError() throws IOException {
        assertThat(compile("io.github.sailpat.core", "io.github.sailpat.jsonpatch.JsonPatch"))
                .isEmpty();
        assertThat(compile("io.github.sailpat.reactive", "io.github.sailpat.token.PersonalAccessToken"))
                .isEmpty();
        assertThat(compile("io.github.sailpat.reactive", "reactor.core.Disposable"))
                .isEmpty();
    }

    @Test
    void whatIsInternalDoesNotCompile() throws IOException {
        assertThat(compile("io.github.sailpat.core", "io.github.sailpat.internal.Json"))
                .contains("package io.github.sailpat.internal is not visible");
        assertThat(compile("io.github.sailpat.core", "io.github.sailpat.time.Rfc3339"))
                .contains("package io.github.sailpat.time is not visible");
        assertThat(compile("io.github.sailpat.reactive", "io.github.sailpat.reactive.internal.client.ClientRuntime"))
                .contains("package io.github.sailpat.reactive.internal.client is not visible");
        assertThat(compile("io.github.sailpat.reactive", "com.fasterxml.jackson.core.JsonParser"))
                .contains("package com.fasterxml.jackson.core is not visible");
    }

    /** Compiles a module that requires one and uses one type; gives what the compiler has to say. */
    private String compile(String required, String type) throws IOException {
        StringWriter said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
            boolean done = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "--release",
                                    "17",
                                    "-Xlint:all,-requires-automatic,-requires-transitive-automatic",
                                    "-Werror",
                                    "-d",
                                    directory.toString(),
                                    "--module-path",
                                    MODULE_PATH),
                            null,
                            List.of(
                                    source("module-info", "module user { requires " + required + "; }"),
                                    source(
                                            "user/Use",
                                            "package user; abstract class Use { abstract " + type + " it(); }")))
                    .call();
            assertThat(said.toString().isEmpty()).as("%s", said).isEqualTo(done);
            return said.toString();
        }
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
