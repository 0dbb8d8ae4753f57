package consumer;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.net.URI;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import reactor.core.publisher.Mono;

/** A service outside of this repository: the same one for Spring MVC and for Spring WebFlux. */
@SpringBootApplication
@EnableConfigurationProperties(Application.Sailpat.class)
public class Application {
    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    @ConfigurationProperties("sailpat")
    public record Sailpat(URI baseUrl, String clientId, Secret clientSecret) {}

    @Bean(destroyMethod = "close")
    SailPointClient sailPointClient(Sailpat sailpat) {
        return SailPointClient.create(
                b -> b.baseUrl(sailpat.baseUrl()).clientCredentials(sailpat.clientId(), sailpat.clientSecret()));
    }

    @RestController
    static class Tokens {
        private final PersonalAccessTokens tokens;

        Tokens(SailPointClient client) {
            tokens = client.personalAccessTokens();
        }

        @GetMapping("/names")
        Mono<String> names() {
            return tokens.list().map(PersonalAccessToken::getId).count().map(n -> n + " tokens");
        }

        @PostMapping("/tokens")
        Mono<String> create(@RequestParam("name") String name) {
            return tokens.create(r -> r.name(name)).map(created -> created.getSecret().reveal());
        }

        /** What no service should do: it would respond without the secret. */
        @PostMapping("/careless")
        Mono<CreatedPersonalAccessToken> careless(@RequestParam("name") String name) {
            return tokens.create(r -> r.name(name));
        }
    }

    @RestControllerAdvice
    static class ProblemAdvice {
        @ExceptionHandler(SailPointException.class)
        ProblemDetail problem(SailPointException error) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, error.getMessage());
        }
    }
}
