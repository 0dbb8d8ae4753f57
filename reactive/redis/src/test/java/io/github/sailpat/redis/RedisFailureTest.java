package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisConnectionException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RedisFailureTest {
    /** A web framework would take it for the disconnect of its own client. */
    @Test
    void anErrorOfTheConnectionIsSuppressedAndNoCause() {
        RedisConnectionException error = new RedisConnectionException(
                "Unable to connect to redis:6379", new IOException("Connection reset by peer"));

        assertThat(RedisFailure.connecting("redis:6379", error))
                .hasNoCause()
                .hasSuppressedException(error)
                .hasMessageContaining("cannot connect to Redis at redis:6379")
                .hasMessageNotContaining("reset by peer");
    }
}
