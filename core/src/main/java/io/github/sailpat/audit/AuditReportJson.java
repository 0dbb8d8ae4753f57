package io.github.sailpat.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sailpat.token.Owner;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a report as JSON. */
final class AuditReportJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private AuditReportJson(JsonGenerator json) {
        this.json = json;
    }

    static String write(AuditReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            new AuditReportJson(json).report(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not reached: it writes to memory
        }
        return text.toString();
    }

    private void report(AuditReport report) throws IOException {
        json.writeStartObject();
        date("asOf", report.getAsOf());
        json.writeStringField("expiringWithin", report.getExpiringWithin().toString());
        json.writeStringField("unusedFor", report.getUnusedFor().toString());
        json.writeNumberField("total", report.getTotal());
        json.writeNumberField("managed", report.getManaged());
        json.writeNumberField("neverExpiring", report.getNeverExpiring());
        json.writeNumberField("neverExpiringManaged", report.getNeverExpiringManaged());
        json.writeNumberField("expired", report.getExpired());
        json.writeNumberField("expiringSoon", report.getExpiringSoon());
        json.writeNumberField("unused", report.getUnused());
        json.writeNumberField("neverUsed", report.getNeverUsed());
        json.writeNumberField("overBroad", report.getOverBroad());
        json.writeNumberField("unreadable", report.getUnreadable());
        owners(report.getOwners());
        json.writeNumberField("tokensOfOtherOwners", report.getTokensOfOtherOwners());
        months("createdByMonth", report.getCreatedByMonth());
        months("expiringByMonth", report.getExpiringByMonth());
        tokens("longestLived", report.getLongestLived());
        tokens("neverExpiringTokens", report.getNeverExpiringTokens());
        tokens("expiringSoonTokens", report.getExpiringSoonTokens());
        tokens("unusedTokens", report.getUnusedTokens());
        tokens("unreadableTokens", report.getUnreadableTokens());
        json.writeEndObject();
    }

    private void owners(List<OwnerCounts> owners) throws IOException {
        json.writeArrayFieldStart("owners");
        for (OwnerCounts counts : owners) {
            json.writeStartObject();
            owner(counts.getOwner());
            json.writeNumberField("total", counts.getTotal());
            json.writeNumberField("neverExpiring", counts.getNeverExpiring());
            json.writeNumberField("unused", counts.getUnused());
            json.writeNumberField("overBroad", counts.getOverBroad());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void months(String field, MonthCounts counts) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("earlier", counts.getEarlier());
        json.writeObjectFieldStart("months");
        for (Map.Entry<YearMonth, Long> month : counts.getMonths().entrySet()) {
            json.writeNumberField(month.getKey().toString(), month.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("later", counts.getLater());
        json.writeEndObject();
    }

    private void tokens(String field, List<TokenSummary> tokens) throws IOException {
        json.writeArrayFieldStart(field);
        for (TokenSummary token : tokens) {
            json.writeStartObject();
            json.writeStringField("id", token.getId());
            json.writeStringField("name", token.getName());
            owner(token.getOwner());
            date("created", token.getCreated());
            date("lastUsed", token.getLastUsed());
            date("expirationDate", token.getExpirationDate());
            managed(token);
            json.writeArrayFieldStart("unreadableFields");
            for (String unreadable : token.getUnreadableFields()) {
                json.writeString(unreadable);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** {@code null} if it could not be read, as the dates, so that no token is counted as managed by mistake. */
    private void managed(TokenSummary token) throws IOException {
        if (token.getUnreadableFields().contains("managed")) {
            json.writeNullField("managed");
        } else {
            json.writeBooleanField("managed", token.isManaged());
        }
    }

    private void owner(Owner owner) throws IOException {
        json.writeObjectFieldStart("owner");
        json.writeStringField("type", owner.getType());
        json.writeStringField("id", owner.getId());
        json.writeStringField("name", owner.getName());
        json.writeEndObject();
    }

    /** With full precision, unlike the dates of requests. */
    private void date(String field, @Nullable Instant date) throws IOException {
        json.writeStringField(field, date == null ? null : date.toString());
    }
}
