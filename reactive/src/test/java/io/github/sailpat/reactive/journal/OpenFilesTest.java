package io.github.sailpat.reactive.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file that is opened and closed again would lose the lock that this process has on it. */
class OpenFilesTest {
    @TempDir
    Path directory;

    private final AtomicInteger opened = new AtomicInteger();

    private OpenFiles.Handle<Integer> open(Path path) throws IOException {
        return OpenFiles.open(path, opened::incrementAndGet);
    }

    private void assertOpen(Path path) throws IOException {
        int before = opened.get();
        assertThat(open(path)).isNull();
        assertThat(OpenFiles.<Integer>read(path, opened::incrementAndGet)).isNull();
        assertThat(opened).hasValue(before);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fileIsTheSameByEachOfItsNames() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        Path hardLink = Files.createLink(directory.resolve("hard-link"), file);
        OpenFiles.Handle<Integer> handle = open(link);

        for (Path name : List.of(file, link, hardLink, directory.resolve("../" + directory.getFileName() + "/file"))) {
            assertOpen(name);
        }
        OpenFiles.close(handle.key(), opened::incrementAndGet);
        OpenFiles.close(open(hardLink).key(), opened::incrementAndGet);
    }

    @Test
    void fileThatIsCreatedByOpeningItIsOpen() throws IOException {
        Path file = directory.resolve("file");
        OpenFiles.Handle<Path> handle = OpenFiles.open(file, () -> Files.createFile(file));

        assertOpen(file);
        OpenFiles.close(handle.key(), () -> file);
        assertThat(OpenFiles.<Integer>read(file, opened::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void fileThatCannotBeOpenedIsNotOpen() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> OpenFiles.open(file, () -> {
                    throw new IOException("no");
                }))
                .hasMessage("no");

        OpenFiles.close(open(file).key(), opened::incrementAndGet);
    }
}
