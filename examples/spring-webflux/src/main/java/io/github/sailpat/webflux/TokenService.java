package io.github.sailpat.webflux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service, as a process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TokenService {
    /**
     * Starts it.
     *
     * @param args properties, as {@code --name=value}
     */
    public static void main(String[] args) {
        SpringApplication.run(TokenService.class, args);
    }
}
