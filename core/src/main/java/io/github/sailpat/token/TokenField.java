package io.github.sailpat.token;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a personal access token in the API, in the order in which they are written. This is the one place that
 * lists them: previews and output are derived from it. The secret is not one of them, because only the
 * response to a create has it.
 *
 * <pre>{@code
 * for (TokenField field : TokenField.values()) {
 *     System.out.println(field.getApiName() + ": " + field.get(token));
 * }
 * }</pre>
 *
 * @see <a href="https://developer.sailpoint.com/docs/api/beta/personal-access-tokens">Personal access tokens</a>
 */
public enum TokenField {
    /** {@link PersonalAccessToken#getId()}. */
    ID(
            "id",
            Type.STRING,
            PersonalAccessToken::getId,
            (token, value) -> token.id(required(value)),
            CreatedPersonalAccessToken::getId,
            (token, value) -> token.id(required(value))),
    /** {@link PersonalAccessToken#getName()}. */
    NAME(
            "name",
            Type.STRING,
            PersonalAccessToken::getName,
            PersonalAccessToken.Builder::name,
            CreatedPersonalAccessToken::getName,
            (token, value) -> token.name(required(value))),
    /** {@link PersonalAccessToken#getScope()}. */
    SCOPE(
            "scope",
            Type.STRINGS,
            PersonalAccessToken::getScope,
            PersonalAccessToken.Builder::scope,
            CreatedPersonalAccessToken::getScope,
            CreatedPersonalAccessToken.Builder::scope),
    /** {@link PersonalAccessToken#getOwner()}. */
    OWNER(
            "owner",
            Type.OWNER,
            PersonalAccessToken::getOwner,
            (token, value) -> token.owner(orUnknown(value)),
            CreatedPersonalAccessToken::getOwner,
            (token, value) -> token.owner(orUnknown(value))),
    /** {@link PersonalAccessToken#getCreated()}. */
    CREATED(
            "created",
            Type.INSTANT,
            PersonalAccessToken::getCreated,
            PersonalAccessToken.Builder::created,
            CreatedPersonalAccessToken::getCreated,
            CreatedPersonalAccessToken.Builder::created),
    /** {@link PersonalAccessToken#getLastUsed()}; the response to a create does not have it. */
    LAST_USED("lastUsed", Type.INSTANT, PersonalAccessToken::getLastUsed, PersonalAccessToken.Builder::lastUsed),
    /** {@link PersonalAccessToken#isManaged()}; the response to a create does not have it. */
    MANAGED(
            "managed",
            Type.BOOLEAN,
            PersonalAccessToken::isManaged,
            (token, value) -> token.managed(Boolean.TRUE.equals(value))),
    /** {@link PersonalAccessToken#getAccessTokenValiditySeconds()}. */
    ACCESS_TOKEN_VALIDITY_SECONDS(
            "accessTokenValiditySeconds",
            Type.INTEGER,
            PersonalAccessToken::getAccessTokenValiditySeconds,
            PersonalAccessToken.Builder::accessTokenValiditySeconds,
            CreatedPersonalAccessToken::getAccessTokenValiditySeconds,
            CreatedPersonalAccessToken.Builder::accessTokenValiditySeconds),
    /** {@link PersonalAccessToken#getExpirationDate()}. */
    EXPIRATION_DATE(
            "expirationDate",
            Type.INSTANT,
            PersonalAccessToken::getExpirationDate,
            PersonalAccessToken.Builder::expirationDate,
            CreatedPersonalAccessToken::getExpirationDate,
            CreatedPersonalAccessToken.Builder::expirationDate),
    /** {@link PersonalAccessToken#getUserAwareTokenNeverExpires()}. */
    USER_AWARE_TOKEN_NEVER_EXPIRES(
            "userAwareTokenNeverExpires",
            Type.BOOLEAN,
            PersonalAccessToken::getUserAwareTokenNeverExpires,
            PersonalAccessToken.Builder::userAwareTokenNeverExpires,
            CreatedPersonalAccessToken::getUserAwareTokenNeverExpires,
            CreatedPersonalAccessToken.Builder::userAwareTokenNeverExpires);

    /** The type of a field's value. */
    public enum Type {
        /** {@link String}. */
        STRING,
        /** A {@link List} of strings. */
        STRINGS,
        /** {@link io.github.sailpat.token.Owner}. */
        OWNER,
        /** {@link Instant}. */
        INSTANT,
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link Integer}. */
        INTEGER
    }

    private static final Map<String, TokenField> BY_API_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(TokenField::getApiName, Function.identity()));

    private final String apiName;
    private final Type type;
    private final Function<PersonalAccessToken, ?> getter;
    private final BiConsumer<PersonalAccessToken.Builder, Object> setter;
    private final @Nullable Function<CreatedPersonalAccessToken, ?> createdGetter;
    private final @Nullable BiConsumer<CreatedPersonalAccessToken.Builder, Object> createdSetter;

    /** A field that the response to a create does not have. */
    <T> TokenField(
            String apiName,
            Type type,
            Function<PersonalAccessToken, @Nullable T> getter,
            BiConsumer<PersonalAccessToken.Builder, @Nullable T> setter) {
        this(apiName, type, getter, setter, null, null);
    }

    @SuppressWarnings("unchecked") // A value of another type makes the setter throw a ClassCastException.
    <T> TokenField(
            String apiName,
            Type type,
            Function<PersonalAccessToken, @Nullable T> getter,
            BiConsumer<PersonalAccessToken.Builder, @Nullable T> setter,
            @Nullable Function<CreatedPersonalAccessToken, @Nullable T> createdGetter,
            @Nullable BiConsumer<CreatedPersonalAccessToken.Builder, @Nullable T> createdSetter) {
        this.apiName = apiName;
        this.type = type;
        this.getter = getter;
        this.setter = (BiConsumer<PersonalAccessToken.Builder, Object>) (BiConsumer<?, ?>) setter;
        this.createdGetter = createdGetter;
        this.createdSetter = (BiConsumer<CreatedPersonalAccessToken.Builder, Object>) (BiConsumer<?, ?>) createdSetter;
    }

    /**
     * The field with a name of the API.
     *
     * @param apiName the name, for example {@code expirationDate}
     * @return the field, or {@code null} if there is none with this name
     */
    public static @Nullable TokenField find(String apiName) {
        return BY_API_NAME.get(apiName);
    }

    /**
     * The name in the API.
     *
     * @return the name, for example {@code expirationDate}
     */
    public String getApiName() {
        return apiName;
    }

    /**
     * The type of the value.
     *
     * @return the type
     */
    public Type getType() {
        return type;
    }

    /**
     * Whether every token has the field, so that its absence from a response counts as {@linkplain
     * PersonalAccessToken#getUnreadableFields() unreadable}.
     *
     * @return {@code true} for the id, the name and the date of creation
     */
    public boolean isRequired() {
        return this == ID || this == NAME || this == CREATED;
    }

    /**
     * Whether the response to a create has the field.
     *
     * @return {@code true} if {@link CreatedPersonalAccessToken} has it
     */
    public boolean isInCreated() {
        return createdGetter != null;
    }

    /**
     * The value of the field.
     *
     * @param token the token
     * @return what the getter of the field returns
     */
    public @Nullable Object get(PersonalAccessToken token) {
        return getter.apply(token);
    }

    /**
     * The value of the field.
     *
     * @param token the created token
     * @return what the getter of the field returns, or {@code null} where it {@linkplain #isInCreated() has none}
     */
    public @Nullable Object get(CreatedPersonalAccessToken token) {
        return createdGetter == null ? null : createdGetter.apply(token);
    }

    @SuppressWarnings("NullAway") // The setters take null: a cast cannot say so.
    void set(PersonalAccessToken.Builder token, @Nullable Object value) {
        setter.accept(token, value);
    }

    @SuppressWarnings("NullAway") // The setters take null: a cast cannot say so.
    void set(CreatedPersonalAccessToken.Builder token, @Nullable Object value) {
        if (createdSetter != null) {
            createdSetter.accept(token, value);
        }
    }

    private static String required(@Nullable String value) {
        return Objects.requireNonNull(value);
    }

    private static Owner orUnknown(@Nullable Owner owner) {
        return owner == null ? Owner.builder().build() : owner;
    }
}
