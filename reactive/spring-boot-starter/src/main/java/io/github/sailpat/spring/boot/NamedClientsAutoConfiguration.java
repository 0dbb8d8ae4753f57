package io.github.sailpat.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** The clients with names. After the one without, which backs off for clients of the application and not for these. */
@AutoConfiguration(after = SailpatAutoConfiguration.class)
@Import(NamedClientsRegistrar.class)
public class NamedClientsAutoConfiguration {
    /** For Spring. */
    NamedClientsAutoConfiguration() {}
}
