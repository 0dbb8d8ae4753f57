package io.github.sailpat.benchmarks;

import java.io.IOException;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/** The same, with access tokens by Spring Security's OAuth 2.0 client. */
final class WebClientOAuthCalls {

    private static final String TENANT = "tenant";

    private WebClientOAuthCalls() {}

    public static void main(String[] arguments) throws IOException {
        Target target = Target.parse(arguments);
        InMemoryReactiveClientRegistrationRepository registrations = new InMemoryReactiveClientRegistrationRepository(
                ClientRegistration.withRegistrationId(TENANT)
                        .tokenUri(target.baseUrl() + "/oauth/token")
                        .clientId(target.clientId())
                        .clientSecret(target.clientSecret())
                        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                        .build());
        ServerOAuth2AuthorizedClientExchangeFilterFunction oauth =
                new ServerOAuth2AuthorizedClientExchangeFilterFunction(
                        new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(
                                registrations, new InMemoryReactiveOAuth2AuthorizedClientService(registrations)));
        oauth.setDefaultClientRegistrationId(TENANT);
        Worker.serve(WebClientCalls.of(WebClientCalls.builder().filter(oauth), target));
    }
}
