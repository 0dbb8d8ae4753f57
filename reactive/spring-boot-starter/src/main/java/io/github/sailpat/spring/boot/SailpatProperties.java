package io.github.sailpat.spring.boot;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The properties {@code sailpat.*}: one client, or several by name, and the audit. */
@ConfigurationProperties(SailpatProperties.PREFIX)
public class SailpatProperties extends ClientProperties {
    /** What all properties begin with. */
    public static final String PREFIX = "sailpat";

    /** Further clients by name; each is a bean with its name as qualifier. */
    private final Map<String, ClientProperties> clients = new LinkedHashMap<>();

    @NestedConfigurationProperty
    private final AuditProperties audit = new AuditProperties();

    @NestedConfigurationProperty
    private final SharedLimitProperties sharedLimit = new SharedLimitProperties();

    @NestedConfigurationProperty
    private final HealthProperties health = new HealthProperties();

    /** With the defaults. */
    public SailpatProperties() {}

    /**
     * Further clients by name; each is a bean with its name as qualifier.
     *
     * @return the value, never null
     */
    public Map<String, ClientProperties> getClients() {
        return clients;
    }

    /**
     * The audit.
     *
     * @return the value, never null
     */
    public AuditProperties getAudit() {
        return audit;
    }

    /**
     * The Redis on which processes share the rate limit.
     *
     * @return the value, never null
     */
    public SharedLimitProperties getSharedLimit() {
        return sharedLimit;
    }

    /**
     * The health.
     *
     * @return the value, never null
     */
    public HealthProperties getHealth() {
        return health;
    }
}
