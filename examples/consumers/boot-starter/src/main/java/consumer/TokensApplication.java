package consumer;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

@SpringBootApplication
public class TokensApplication {
    public static void main(String[] args) { SpringApplication.run(TokensApplication.class, args); }

    @RestController
    record Tokens(PersonalAccessTokens tokens) {
        @GetMapping("/tokens")
        Flux<PersonalAccessToken> list() { return tokens.list(); }
    }
}
