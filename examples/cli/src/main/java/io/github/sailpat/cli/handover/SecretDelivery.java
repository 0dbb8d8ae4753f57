package io.github.sailpat.cli.handover;

import io.github.sailpat.cli.output.TokenFields;
import io.github.sailpat.cli.output.TokenPrinter;
import io.github.sailpat.cli.secret.HandOverException;
import io.github.sailpat.cli.secret.SecretTarget;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way of a secret: to standard output with its token, or to a target that is named by {@code --secret-to}. */
public final class SecretDelivery {
    private static final Duration PRINTING = Duration.ofSeconds(1);

    private final @Nullable SecretTarget target;

    public SecretDelivery(@Nullable SecretTarget target) {
        this.target = target;
    }

    /**
     * Checks the name of a token before it is created.
     *
     * @throws IllegalArgumentException with the reason, if the secret of such a token cannot be handed over
     */
    public void checkName(String name) {
        if (target != null) {
            target.checkName(name);
        }
    }

    /** The longest time that the delivery of one secret takes. */
    public Duration longest() {
        return target == null ? PRINTING : target.longest();
    }

    /** Whether the secret is printed. */
    public boolean isPrinted() {
        return target == null;
    }

    /**
     * Hands the secret over, if it has a target, and returns what is then printed of the token.
     *
     * @throws HandOverException if it could not be handed over
     */
    public Map<String, @Nullable Object> deliver(CreatedPersonalAccessToken token) {
        if (target == null) {
            return TokenFields.of(token);
        }
        handOver(target, token);
        return TokenFields.of(withoutSecret(token));
    }

    /**
     * Hands the secret over, if it has a target, and prints the token.
     *
     * @throws HandOverException if it could not be handed over; nothing is printed then
     */
    public void print(CreatedPersonalAccessToken token, TokenPrinter printer) {
        if (target == null) {
            printer.print(token);
        } else {
            handOver(target, token);
            printer.details(withoutSecret(token));
        }
    }

    private static void handOver(SecretTarget target, CreatedPersonalAccessToken token) {
        try {
            target.put(token);
        } catch (HandOverException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new HandOverException(
                    "the hand-over has failed with " + e.getClass().getSimpleName(), e);
        }
    }

    static PersonalAccessToken withoutSecret(CreatedPersonalAccessToken created) {
        PersonalAccessToken.Builder token = PersonalAccessToken.builder();
        for (TokenField field : TokenField.values()) {
            if (field.isInCreated()) {
                token.set(field, field.get(created));
            }
        }
        return token.unreadableFields(created.getUnreadableFields()).build();
    }
}
