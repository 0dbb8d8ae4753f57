package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.sailpat.error.SailPointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final Path PAGE = Path.of("../../reactive/docs/http.md");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+Exception)` \\| (\\d+) \\|");

    @Test
    void thePageHasTheStatusOfEachException() throws IOException {
        Map<String, Integer> page = ROW.matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap((MatchResult row) -> row.group(1), row -> Integer.valueOf(row.group(2))));

        Map<String, Integer> used = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter().importPackages(SailPointException.class.getPackageName())) {
            if (type.isAssignableTo(SailPointException.class)
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                Class<? extends SailPointException> error = type.reflect().asSubclass(SailPointException.class);
                used.put(type.getSimpleName(), Problems.status(error).value());
            }
        }
        assertThat(used).hasSizeGreaterThan(12).isEqualTo(new TreeMap<>(page));
    }
}
