package io.github.sailpat.spring.boot;

import java.util.List;

/** The clients whose tenants are audited. A bean of the application replaces the one of the auto-configuration. */
@FunctionalInterface
public interface AuditedClients {
    /**
     * The clients, when the application starts.
     *
     * @return each with a name of its own
     */
    List<AuditedClient> all();
}
