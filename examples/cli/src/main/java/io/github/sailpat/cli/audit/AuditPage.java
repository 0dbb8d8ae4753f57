package io.github.sailpat.cli.audit;

import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.MonthCounts;
import io.github.sailpat.audit.OwnerCounts;
import io.github.sailpat.audit.TokenSummary;
import io.github.sailpat.cli.audit.AuditCharts.Bar;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.output.TokenColumns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A report as one page of HTML: no script, nothing from elsewhere, and a Content Security Policy that allows the page's
 * own style sheet alone, by its hash.
 */
final class AuditPage {
    private static final int OWNERS = 10;
    private static final int MONTHS_BACK = 36;
    private static final int MONTHS_AHEAD = 12;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final AuditReport report;
    private final HtmlBuilder html = new HtmlBuilder();

    private AuditPage(AuditReport report) {
        this.report = report;
    }

    static String of(AuditReport report, String place) {
        AuditPage page = new AuditPage(report);
        page.head(place);
        page.numbers();
        page.html.raw("<div class=\"pair\">\n");
        page.owners();
        page.horizon();
        page.html.raw("</div>\n");
        page.created();
        page.tokens("Never expire", report.getNeverExpiringTokens(), report.getNeverExpiring());
        page.tokens("Unused the longest", report.getUnusedTokens(), report.getUnused());
        page.tokens("Expire next", report.getExpiringSoonTokens(), report.getExpiringSoon());
        page.tokens("Longest-lived", report.getLongestLived(), report.getTotal());
        page.tokens("Unreadable", report.getUnreadableTokens(), report.getUnreadable());
        page.html.raw("""
            <footer>Times are in UTC. The last use of a token is written once a day at most.</footer>
            </main></body></html>
            """);
        return page.html.toString();
    }

    private void head(String place) {
        String style = style();
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                        + hash(style) + "'; base-uri 'none'; form-action 'none'\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                        + "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Personal access tokens of "
                        + HtmlBuilder.escape(place) + "</title>\n<style>" + style + "</style></head>\n<body><main>\n"
                        + "<header><h1>Personal access tokens</h1><p>")
                .text(place)
                .raw(" · as of " + MOMENT.format(report.getAsOf()) + "</p></header>\n");
    }

    private void numbers() {
        html.raw("<section class=\"tiles\" aria-label=\"In numbers\">\n<div class=\"tile total\"><b>"
                + AuditNumbers.count(report.getTotal()) + "</b><span>Tokens</span><small>of "
                + AuditNumbers.count(report.getOwners().size())
                + (report.getTokensOfOtherOwners() > 0 ? " and more" : "")
                + " owners</small></div>\n");
        for (AuditNumbers number : AuditNumbers.of(report)) {
            boolean caution = number.caution() && number.count() > 0;
            html.raw("<div class=\"tile" + (caution ? " caution" : "") + "\"><b>" + AuditNumbers.count(number.count())
                    + "</b><span>" + number.label() + "</span><small>"
                    + AuditNumbers.percent(number.count(), report.getTotal())
                    + (number.note().isEmpty() ? "" : " · " + number.note()) + "</small>"
                    + AuditCharts.line(number.count(), report.getTotal(), !caution) + "</div>\n");
        }
        html.raw("</section>\n");
    }

    private void owners() {
        List<OwnerCounts> owners = report.getOwners();
        List<OwnerCounts> shown = owners.subList(0, Math.min(OWNERS, owners.size()));
        begin("Owners with the most tokens");
        AuditCharts.rows(
                html,
                "stacked",
                "Owner",
                "Tokens",
                shown.stream()
                        .map(owner ->
                                new Bar(AuditNumbers.owner(owner.getOwner()), owner.getTotal(), concerns(owner), false))
                        .toList());
        long rest = report.getTotal()
                - shown.stream().mapToLong(OwnerCounts::getTotal).sum();
        end(rest == 0 ? "" : "Other owners have " + AuditNumbers.count(rest) + " tokens.");
    }

    private static String concerns(OwnerCounts owner) {
        List<String> concerns = new ArrayList<>();
        add(concerns, owner.getNeverExpiring(), "never expire");
        add(concerns, owner.getUnused(), "unused");
        add(concerns, owner.getOverBroad(), "all scopes");
        return String.join(" · ", concerns);
    }

    private static void add(List<String> concerns, long count, String what) {
        if (count > 0) {
            concerns.add(AuditNumbers.count(count) + ' ' + what);
        }
    }

    private void horizon() {
        YearMonth month = YearMonth.from(report.getAsOf().atOffset(ZoneOffset.UTC));
        List<Bar> bars = new ArrayList<>();
        bars.add(new Bar("Expired", report.getExpired(), "", true));
        MonthCounts expiring = report.getExpiringByMonth();
        Map<YearMonth, Long> months = expiring.getMonths();
        long later = all(expiring);
        long unreadable = report.getTotal() - report.getExpired() - report.getNeverExpiring() - later;
        for (int i = 0; i < MONTHS_AHEAD; i++) {
            YearMonth next = month.plusMonths(i);
            long count = months.getOrDefault(next, 0L);
            bars.add(new Bar(MONTH.format(next), count, "", false));
            later -= count;
        }
        bars.add(new Bar("Later", later, "", true));
        bars.add(new Bar("Never", report.getNeverExpiring(), "", true));
        if (unreadable > 0) {
            bars.add(new Bar("Unreadable", unreadable, "", true));
        }
        begin("When they expire");
        AuditCharts.rows(html, "flat", "Month", "Tokens", bars);
        end("");
    }

    private void created() {
        MonthCounts counts = report.getCreatedByMonth();
        YearMonth last = YearMonth.from(report.getAsOf().atOffset(ZoneOffset.UTC));
        List<Bar> bars = new ArrayList<>();
        long within = counts.getLater();
        for (int i = MONTHS_BACK - 1; i >= 0; i--) {
            YearMonth month = last.minusMonths(i);
            long count = counts.getMonths().getOrDefault(month, 0L);
            String year = month.getMonthValue() == 1 ? String.valueOf(month.getYear()) : "";
            bars.add(new Bar(MONTH.format(month), count, year, false));
            within += count;
        }
        begin("Created, month by month");
        AuditCharts.columns(html, "Tokens created in each of the last " + MONTHS_BACK + " months", bars);
        String before = MONTH.format(last.minusMonths(MONTHS_BACK - 1));
        end("From " + before + " to " + MONTH.format(last) + ". Before that: "
                + AuditNumbers.count(all(counts) - within) + ".");
    }

    private static long all(MonthCounts counts) {
        return counts.getEarlier()
                + counts.getMonths().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                + counts.getLater();
    }

    private void tokens(String title, List<TokenSummary> tokens, long all) {
        if (tokens.isEmpty()) {
            return;
        }
        begin(title);
        html.raw("<table class=\"list\"><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Owner</th>"
                + "<th scope=\"col\">Created</th><th scope=\"col\">Last used</th><th scope=\"col\">Expires</th></tr>"
                + "</thead><tbody>\n");
        for (TokenSummary token : tokens) {
            html.raw("<tr><th scope=\"row\">")
                    .text(name(token.getName()))
                    .raw(AuditNumbers.isManaged(token) ? " <em>managed</em>" : "")
                    .raw(unreadable(token))
                    .raw("</th><td data-is=\"Owner\">")
                    .text(AuditNumbers.owner(token.getOwner()));
            Set<String> unreadable = token.getUnreadableFields();
            date("Created", token.getCreated(), TokenColumns.created(token.getCreated()));
            date("Last used", token.getLastUsed(), TokenColumns.day(token.getLastUsed(), "lastUsed", unreadable));
            date(
                    "Expires",
                    token.getExpirationDate(),
                    TokenColumns.day(token.getExpirationDate(), "expirationDate", unreadable));
            html.raw("</td></tr>\n");
        }
        html.raw("</tbody></table>\n");
        end(all == tokens.size() ? "" : "and " + AuditNumbers.count(all - tokens.size()) + " more.");
    }

    private static String name(@Nullable String name) {
        return name != null && name.isBlank() ? "(no name)" : TokenColumns.name(name);
    }

    /** Names of fields are the API's own, not the tenant's: nothing in them needs escaping. */
    private static String unreadable(TokenSummary token) {
        return token.getUnreadableFields().isEmpty()
                ? ""
                : "<small>unreadable: " + String.join(", ", token.getUnreadableFields()) + "</small>";
    }

    private void date(String column, @Nullable Instant date, String text) {
        html.raw("</td><td data-is=\"" + column + "\">" + text);
        if (date != null) {
            long days = ChronoUnit.DAYS.between(day(report.getAsOf()), day(date));
            html.raw("<small>"
                    + (days == 0 ? "today" : AuditNumbers.count(Math.abs(days)) + (days < 0 ? " d ago" : " d"))
                    + "</small>");
        }
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private void begin(String title) {
        html.raw("<section class=\"card\"><h2>" + title + "</h2>\n");
    }

    private void end(String note) {
        html.raw((note.isEmpty() ? "" : "<p class=\"rest\">" + note + "</p>\n") + "</section>\n");
    }

    private static String style() {
        try (InputStream in = AuditPage.class.getResourceAsStream("audit.css")) {
            if (in == null) {
                throw new IllegalStateException("the style sheet is not packaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // not reached: every Java has it
        }
    }
}
