package io.github.sailpat.spring.boot.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/tokens}: the counts of the last audit of each client. It has no id and no name of a token. */
@Endpoint(id = "tokens")
public class TokensEndpoint {
    private final AuditResults results;

    TokensEndpoint(AuditResults results) {
        this.results = results;
    }

    /**
     * The counts by client.
     *
     * @return for each client the time of the audit, the numbers by bucket and the expiration of its own credentials
     */
    @ReadOperation
    public Map<String, Object> counts() {
        Map<String, Object> clients = new LinkedHashMap<>();
        results.all().forEach((client, counts) -> clients.put(client, describe(counts)));
        return Map.of("clients", clients);
    }

    private static Map<String, Object> describe(TokenCounts counts) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (TokenBucket bucket : TokenBucket.values()) {
            numbers.put(bucket.getLabel(), counts.count(bucket));
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("asOf", counts.asOf().toString());
        description.put("tokens", numbers);
        if (counts.ownExpiration() != null) {
            description.put("credentialsExpireAt", counts.ownExpiration().toString());
        }
        return description;
    }
}
