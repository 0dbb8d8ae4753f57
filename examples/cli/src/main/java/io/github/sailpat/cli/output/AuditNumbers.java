package io.github.sailpat.cli.output;

import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenSummary;
import io.github.sailpat.token.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The headline numbers of a report, as a person reads them.
 *
 * @param label what is counted
 * @param count how many
 * @param note one phrase more, or empty
 * @param caution whether any number but zero is a risk
 */
public record AuditNumbers(String label, long count, String note, boolean caution) {

    /** Without the total. */
    public static List<AuditNumbers> of(AuditReport report) {
        return List.of(
                new AuditNumbers(
                        "Never expire",
                        report.getNeverExpiring(),
                        count(report.getNeverExpiringManaged()) + " of them managed",
                        true),
                new AuditNumbers(
                        "Expire within " + span(report.getExpiringWithin()), report.getExpiringSoon(), "", true),
                new AuditNumbers("Expired, still listed", report.getExpired(), "", false),
                new AuditNumbers(
                        "Unused for " + span(report.getUnusedFor()),
                        report.getUnused(),
                        "by last use or creation",
                        true),
                new AuditNumbers("Never used", report.getNeverUsed(), "new ones included", true),
                new AuditNumbers("With all scopes", report.getOverBroad(), "sp:scopes:all, or none given", true),
                new AuditNumbers("Managed by the platform", report.getManaged(), "leave these alone", false),
                new AuditNumbers("Unreadable", report.getUnreadable(), "in an unknown form; never pruned", true));
    }

    /** Whether it is known to be managed. */
    public static boolean isManaged(TokenSummary token) {
        return token.isManaged() && !token.getUnreadableFields().contains("managed");
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String percent(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /** In the largest unit of which it is a whole number, as far as seconds. */
    public static String span(Duration time) {
        if (time.toSecondsPart() > 0 || time.toSeconds() == 0) {
            return units(Math.max(1, time.toSeconds()), "a second", " seconds");
        }
        if (time.toMinutesPart() > 0) {
            return units(time.toMinutes(), "a minute", " minutes");
        }
        return time.toHoursPart() > 0
                ? units(time.toHours(), "an hour", " hours")
                : units(time.toDays(), "a day", " days");
    }

    private static String units(long number, String one, String many) {
        return number == 1 ? one : count(number) + many;
    }

    /** The name, or what else there is to tell the owner by. */
    public static String owner(Owner owner) {
        String name = isBlank(owner.getName()) ? owner.getId() : owner.getName();
        return name == null || name.isBlank() ? "(unknown)" : name;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
