package io.github.sailpat.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** What the script does, in Java, on a clock that a test decides: {@link RateLimitScriptTest} compares the two. */
final class PermitModel implements PermitStore {
    private record Peer(long seen, long number, int held, int wanted, List<Long> releases) {}

    private final int permits;
    private final long window;
    private final long horizon;
    private final LongSupplier clockMillis;
    private final Map<String, Peer> peers = new TreeMap<>();
    private long pausedUntil;
    private long evenlyUntil;
    private double nextEven;
    private int granted;

    PermitModel(SharedRate rate, LongSupplier clockMillis) {
        permits = rate.permits();
        window = rate.windowNanos() / 1_000_000;
        horizon = rate.horizonNanos() / 1_000_000;
        this.clockMillis = clockMillis;
    }

    /** All that Redis knows is lost. */
    void flush() {
        peers.clear();
        pausedUntil = 0;
        evenlyUntil = 0;
        nextEven = 0;
    }

    int held() {
        return peers.values().stream().mapToInt(Peer::held).sum();
    }

    int granted() {
        return granted;
    }

    @Override
    public CompletionStage<PermitReply> exchange(PermitReport report) {
        return CompletableFuture.completedFuture(run(report));
    }

    PermitReply run(PermitReport report) {
        long now = clockMillis.getAsLong();
        long ahead = now + horizon;
        long lease = Math.max(RateLimitScript.LEASE.toMillis(), (peers.size() + 1) * 50L);
        Peer before = peers.get(report.process());
        boolean known = before != null;
        if (known && before.number() >= report.number()) {
            return new PermitReply(PermitReply.Status.OVERTAKEN, 1, 0, 0, List.of());
        }
        peers.remove(report.process());
        peers.values().removeIf(peer -> peer.seen() + lease + window <= now);

        List<Long> releases = new ArrayList<>();
        for (long age : report.releaseAges()) {
            if (now + 1 - age + window > now) {
                releases.add(now + 1 - age);
            }
        }
        List<Peer> alive = peers.values().stream()
                .filter(peer -> peer.seen() + lease > now)
                .toList();
        List<Long> ends = new ArrayList<>();
        peers.values().forEach(peer -> ends.addAll(endsOf(peer.releases(), now)));
        ends.addAll(endsOf(releases, now));
        ends.sort(null);

        if (report.pauseMillis() > 0 && now + report.pauseMillis() > pausedUntil) {
            pausedUntil = now + report.pauseMillis();
            evenlyUntil = pausedUntil + window;
            nextEven = Math.max(nextEven, (double) pausedUntil);
        }

        int inUse = report.held() + peers.values().stream().mapToInt(Peer::held).sum();
        List<Long> delays = new ArrayList<>();
        if ((known || report.number() == 1) && !report.leaving()) {
            grant(report, alive, releases, ends, inUse, now, ahead, delays);
        }
        granted += delays.size();
        peers.put(
                report.process(),
                new Peer(
                        report.leaving() ? now - lease : now,
                        report.number(),
                        report.held() + delays.size(),
                        report.wanted() - delays.size(),
                        releases));
        return new PermitReply(
                known || report.number() == 1 ? PermitReply.Status.ACCEPTED : PermitReply.Status.UNKNOWN_PROCESS,
                Math.max(1, alive.size() + (report.leaving() ? 0 : 1)),
                Math.max(0, pausedUntil - now),
                Math.max(0, permits - inUse - delays.size() - ends.size()),
                delays);
    }

    private void grant(
            PermitReport report,
            List<Peer> alive,
            List<Long> releases,
            List<Long> ends,
            int held,
            long now,
            long ahead,
            List<Long> delays) {
        int wanting = 1 + (int) alive.stream().filter(peer -> peer.wanted() > 0).count();
        int share = Math.max(1, permits / wanting);
        int free =
                permits - held - (int) ends.stream().filter(end -> end > ahead).count();
        int spare = free;
        for (Peer peer : alive) {
            int used = peer.held()
                    + (int) peer.releases().stream()
                            .filter(r -> r + window > ahead)
                            .count();
            spare -= Math.min(peer.wanted(), Math.max(0, share - used));
        }
        int used = report.held()
                + (int) releases.stream().filter(r -> r + window > ahead).count();
        int most = Math.min(Math.min(report.wanted(), free), Math.max(share - used, spare));
        for (int i = 0; i < most; i++) {
            int index = held + ends.size() - permits; // of the permit that must leave the window first
            double at = Math.max(Math.max(now, pausedUntil), index >= 0 ? ends.get(index) : 0);
            at = at < evenlyUntil ? Math.max(at, nextEven) : at;
            if (at > ahead) {
                break;
            }
            nextEven = at < evenlyUntil ? at + (double) window / permits : nextEven;
            held++;
            delays.add((long) Math.ceil(at - now));
        }
    }

    private List<Long> endsOf(List<Long> releases, long now) {
        return releases.stream().map(r -> r + window).filter(end -> end > now).toList();
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }
}
