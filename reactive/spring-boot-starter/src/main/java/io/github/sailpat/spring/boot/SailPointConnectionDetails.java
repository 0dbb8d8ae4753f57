package io.github.sailpat.spring.boot;

import io.github.sailpat.token.Secret;
import java.net.URI;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the clients connect to, and as whom. A bean of this type takes the place of the properties {@code tenant},
 * {@code base-url}, {@code client-id} and {@code client-secret} of every client.
 */
public interface SailPointConnectionDetails extends ConnectionDetails {
    /**
     * The URL of the tenant's API.
     *
     * @return the URL, without a path
     */
    URI getBaseUrl();

    /**
     * The client id.
     *
     * @return the id of a personal access token or of an API client
     */
    String getClientId();

    /**
     * The client secret.
     *
     * @return the secret
     */
    Secret getClientSecret();
}
