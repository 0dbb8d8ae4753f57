package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The resolver of the platform with a name server on loopback. The child has namespaces of its own, so that it may use
 * port 53 and change the files of the system; where the kernel does not permit that, this test is skipped.
 */
@EnabledOnOs(OS.LINUX)
class NameServerTest {
    private static final String SCRIPT = "ip link set lo up && mount --bind \"$1\" /etc/resolv.conf"
            + " && mount --bind \"$2\" /etc/hosts && mount --bind \"$3\" /etc/nsswitch.conf && shift 3 && exec \"$@\"";

    @TempDir
    private Path directory;

    private static boolean permitsNamespaces() throws Exception {
        try {
            Process probe = new ProcessBuilder("unshare", "-rmn", "ip", "link", "set", "lo", "up").start();
            return probe.waitFor(20, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (java.io.IOException noSuchCommand) {
            return false;
        }
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    @Test
    void thePlatformDecidesWhomToAskAndConnectTimeoutBoundsTheWait() throws Exception {
        assumeTrue(permitsNamespaces(), "no user namespaces");
        Process child = ChildJvm.startIn(
                List.of(
                        "unshare",
                        "-rmn",
                        "sh",
                        "-c",
                        SCRIPT,
                        "sh",
                        file("resolv.conf", ""),
                        file("hosts", ""),
                        file("nsswitch.conf", "hosts: files dns\n")),
                NamesInAChild.class);
        try {
            String out = new String(child.getInputStream().readAllBytes(), UTF_8);

            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(out.lines())
                    .containsExactly(
                            "answered: reached, asked [tenant-1.example]",
                            "silent: name server, asked [tenant-2.example]",
                            "search domain dropped: reached, asked [tenant-3.example.a.test, tenant-3.example]",
                            "no name server: reached, asked [tenant-4.example]",
                            "hosts file: reached, asked []");
        } finally {
            child.destroyForcibly();
        }
    }
}
