package io.github.sailpat.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The script that decides, in Lua. It uses one key, a hash, with a field for each process and the field {@code limit}
 * for the pause. All times are milliseconds of the clock of Redis.
 *
 * <p>A permit is held from its grant until the answer to its request, and then counts for one window more. A permit may
 * be granted a short time ahead ({@code horizon}): it is valid when an earlier one has left the window.
 */
final class RateLimitScript {
    /** A process that has not reported for this time is dead. The permits that it held count for one window more. */
    static final Duration LEASE = Duration.ofSeconds(5);

    static final String TEXT = """
            local id, number = ARGV[1], tonumber(ARGV[2])
            local held, wanted = tonumber(ARGV[3]), tonumber(ARGV[4])
            local permits, window, horizon = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
            local pause, leaving, least_lease = tonumber(ARGV[8]), ARGV[9] == '1', tonumber(ARGV[10])
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)

            -- Paused until, then granted evenly until, next even grant.
            -- The last time, and by how much the clock of Redis was set back.
            local limit = {0, 0, 0, 0, 0}
            local fields = redis.call('HGETALL', KEYS[1])
            for i = 1, #fields, 2 do
              local readable, value = pcall(cmsgpack.unpack, fields[i + 1])
              if not readable or type(value) ~= 'table' then
                return redis.error_reply('WRONGTYPE the hash has fields of something else')
              end
              fields[i + 1] = value
              if fields[i] == 'limit' then
                limit = value
              end
            end
            limit[5] = math.max(limit[5] or 0, (limit[4] or 0) - now)
            now = now + limit[5]
            limit[4] = now
            local ahead = now + horizon

            -- The processes: last report, its number, permits held, permits wanted, times of the releases.
            local lease = math.max(least_lease, #fields * 25)
            local known = false
            local alive, in_use, others, ends = 0, held, {}, {}
            for i = 1, #fields, 2 do
              local value = fields[i + 1]
              if fields[i] == id then
                known = true
                if value[2] >= number then
                  return {0, 1, 0, 0}
                end
              elseif fields[i] ~= 'limit' and value[1] + lease + window <= now then
                redis.call('HDEL', KEYS[1], fields[i])
              elseif fields[i] ~= 'limit' then
                local used = value[3]
                in_use = in_use + value[3]
                for j = 5, #value do
                  if value[j] + window > now then
                    ends[#ends + 1] = value[j] + window
                    if value[j] + window > ahead then
                      used = used + 1
                    end
                  end
                end
                if value[1] + lease > now then
                  alive = alive + 1
                  others[#others + 1] = {used, value[4]}
                end
              end
            end

            local mine = {now, number, held, wanted}
            local used = held
            for i = 11, #ARGV do
              local released = now + 1 - tonumber(ARGV[i])
              if released + window > now then
                mine[#mine + 1] = released
                ends[#ends + 1] = released + window
                if released + window > ahead then
                  used = used + 1
                end
              end
            end
            table.sort(ends)
            if leaving then
              mine[1] = now - lease
            else
              alive = alive + 1
            end

            if pause > 0 and now + pause > limit[1] then
              limit[1], limit[2], limit[3] = now + pause, now + pause + window, math.max(limit[3], now + pause)
            end

            -- Each gets its share, and beyond it what the others do not want.
            local most = 0
            if (known or number == 1) and not leaving then
              local wanting = 1
              for i = 1, #others do
                if others[i][2] > 0 then
                  wanting = wanting + 1
                end
              end
              local share = math.max(1, math.floor(permits / wanting))
              local free = permits - in_use
              for i = #ends, 1, -1 do
                if ends[i] <= ahead then
                  break
                end
                free = free - 1
              end
              local spare = free
              for i = 1, #others do
                spare = spare - math.min(others[i][2], math.max(0, share - others[i][1]))
              end
              most = math.min(wanted, free, math.max(share - used, spare))
            end

            local reply = {known and 1 or number == 1 and 1 or 2, math.max(alive, 1), math.max(0, limit[1] - now), 0}
            for granted = 1, most do
              local index = in_use + #ends - permits + 1
              local at = math.max(now, limit[1])
              if index > 0 then
                at = math.max(at, ends[index])
              end
              if at < limit[2] then
                at = math.max(at, limit[3])
              end
              if at > ahead then
                break
              end
              if at < limit[2] then
                limit[3] = at + window / permits
              end
              in_use = in_use + 1
              mine[3] = mine[3] + 1
              mine[4] = mine[4] - 1
              reply[#reply + 1] = math.ceil(at - now)
            end
            reply[4] = math.max(0, permits - in_use - #ends)

            redis.call('HSET', KEYS[1], id, cmsgpack.pack(mine), 'limit', cmsgpack.pack(limit))
            redis.call('PEXPIRE', KEYS[1], lease + 2 * window + math.max(0, limit[1] - now))
            return reply
            """;

    static final String SHA = sha1(TEXT);

    private final int permits;
    private final long windowMillis;
    private final long horizonMillis;

    RateLimitScript(SharedRate rate) {
        permits = rate.permits();
        windowMillis = rate.windowNanos() / 1_000_000;
        horizonMillis = rate.horizonNanos() / 1_000_000;
    }

    String[] arguments(PermitReport report) {
        List<String> arguments = new ArrayList<>(List.of(
                report.process(),
                Long.toString(report.number()),
                Integer.toString(report.held()),
                Integer.toString(report.wanted()),
                Integer.toString(permits),
                Long.toString(windowMillis),
                Long.toString(horizonMillis),
                Long.toString(report.pauseMillis()),
                report.leaving() ? "1" : "0",
                Long.toString(LEASE.toMillis())));
        report.releaseAges().forEach(age -> arguments.add(Long.toString(age)));
        return arguments.toArray(String[]::new);
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
