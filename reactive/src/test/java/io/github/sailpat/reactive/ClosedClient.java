package io.github.sailpat.reactive;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * A process that uses a client, waits, closes it, and waits again, so that its heap can be looked at twice. It holds the
 * client all the time, and the results of its calls. It reads the port and the secret, which stands nowhere else.
 */
final class ClosedClient {
    static final int DISGUISE = 0x55;

    private static final Duration SOON = Duration.ofSeconds(20);

    private ClosedClient() {}

    public static void main(String[] args) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        URI url = URI.create("http://127.0.0.1:" + in.readUnsignedShort());
        char[] characters = new char[in.readUnsignedByte()];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (char) (in.readUnsignedByte() ^ DISGUISE);
        }
        Secret secret = Secret.of(characters);
        Arrays.fill(characters, 'x');
        SailPointClient client = SailPointClient.create(b -> b.baseUrl(url).clientCredentials("id", secret));
        secret.wipe();

        PersonalAccessTokens tokens = client.personalAccessTokens();
        CreatedPersonalAccessToken created =
                Objects.requireNonNull(tokens.create(r -> r.name("name")).block(SOON));
        created.getSecret().wipe();
        tokens.list().blockLast(SOON);
        SailPointException refusal = tokens.delete("refused")
                .then(Mono.<SailPointException>empty())
                .onErrorResume(SailPointException.class, Mono::just)
                .block(SOON);
        List<Object> held = List.of(client, tokens, created, Objects.requireNonNull(refusal), tokens.list());

        System.out.println("open");
        in.readByte();
        client.disposeLater().block(SOON);
        System.out.println("closed");
        in.readByte();
        System.out.println("held " + held.size());
    }
}
