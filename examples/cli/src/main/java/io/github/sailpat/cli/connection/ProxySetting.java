package io.github.sailpat.cli.connection;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.reactive.EnvironmentSettings;
import io.github.sailpat.reactive.ProxyOptions;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that {@code --proxy} names. HTTPS_PROXY is used only with {@code env}. Values are cleaned as those of the
 * tenant. No message contains a URL.
 */
public final class ProxySetting {
    private static final String ENVIRONMENT = "env";

    private final @Nullable String flag;
    private final Map<String, String> variables;

    /**
     * The setting.
     *
     * @param flag a URL, {@code env}, or {@code null} for no proxy
     * @param variables the environment variables
     */
    ProxySetting(@Nullable String flag, Map<String, String> variables) {
        this.flag = flag;
        this.variables = variables;
    }

    /** The proxy on the way to a tenant, or {@code null} for none. */
    @Nullable
    ProxyOptions on(URI tenant) {
        if (flag == null) {
            return null;
        }
        if (!flag.equals(ENVIRONMENT)) {
            return proxy("--proxy", cleaned("--proxy", flag));
        }
        String url = isForTenant(tenant) && !isExcluded(tenant) ? variable("HTTPS_PROXY") : null;
        return url == null ? null : proxy("HTTPS_PROXY", url.contains("://") ? url : "http://" + url);
    }

    /** What to know of the proxy when a tenant could not be reached; empty for nothing. */
    public String hint(URI tenant) {
        if (!isForTenant(tenant) || (!isSet("HTTPS_PROXY") && !isSet("https_proxy"))) {
            return "";
        }
        if (flag == null) {
            return " HTTPS_PROXY is set and was not used: --proxy env uses it.";
        }
        return flag.equals(ENVIRONMENT) && isExcluded(tenant)
                ? " NO_PROXY has its host, so HTTPS_PROXY was not used."
                : "";
    }

    private static boolean isForTenant(URI tenant) {
        return "https".equalsIgnoreCase(tenant.getScheme());
    }

    private ProxyOptions proxy(String name, String text) {
        URI url = parse(name, text);
        String login = url.getRawUserInfo();
        if (login != null && name.startsWith("-")) {
            throw new UsageException(
                    "a password is not accepted on the command line",
                    "Set TOKENS_PROXY_USER and TOKENS_PROXY_PASSWORD instead.");
        }
        String user = present("TOKENS_PROXY_USER");
        String password = present("TOKENS_PROXY_PASSWORD");
        if (login != null && user == null) {
            String[] parts = login.split(":", 2);
            user = decode(parts[0]);
            password = parts.length == 1 ? null : decode(parts[1]);
        }
        if ((user == null) != (password == null || password.isEmpty())) {
            throw new UsageException("a proxy needs both a user and a password, or neither", null);
        }
        URI address = login == null ? url : parse(name, text.replace(login + '@', ""));
        return options(address, user, password);
    }

    private static ProxyOptions options(URI address, @Nullable String user, @Nullable String password) {
        return ProxyOptions.create(p -> {
            p.address(address);
            return user == null || password == null ? p : p.credentials(user, Secret.of(password));
        });
    }

    private static URI parse(String name, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(name + " must be a URL, such as http://proxy.example:3128", null);
        }
    }

    /** Unlike in a form, a plus sign is one. */
    private static String decode(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UsageException("HTTPS_PROXY has a user or a password that is not percent-encoded", null);
        }
    }

    /** The names of {@code NO_PROXY} stand for themselves and for what ends with them, each with a port or without. */
    private boolean isExcluded(URI tenant) {
        // Each name is cleaned: the blanks between them are allowed.
        String names = isSet("no_proxy") ? variables.get("no_proxy") : variables.get("NO_PROXY");
        String host = tenant.getHost();
        if (names == null || host == null) {
            return false;
        }
        String lower = host.toLowerCase(Locale.ROOT);
        String withPort = lower + ':' + (tenant.getPort() < 0 ? 443 : tenant.getPort());
        for (String part : names.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            String each = cleaned("NO_PROXY", part);
            String name = each.replaceFirst("^\\*?\\.", "");
            if (each.equals("*") || (!name.isEmpty() && (isWithin(lower, name) || isWithin(withPort, name)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(String host, String name) {
        return host.equals(name) || host.endsWith('.' + name);
    }

    /** In lower case too, as other programs read it. */
    private @Nullable String variable(String name) {
        String lower = present(name.toLowerCase(Locale.ROOT));
        return lower == null ? present(name) : lower;
    }

    private @Nullable String present(String name) {
        return EnvironmentSettings.value(variables, name);
    }

    private boolean isSet(String name) {
        return !variables.getOrDefault(name, "").isEmpty();
    }

    private static String cleaned(String name, String text) {
        String value = EnvironmentSettings.value(Map.of(name, text), name);
        return value == null ? "" : value;
    }
}
