package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Seals the notices that are in no mail yet, once through; made anew for each time.
 *
 * <p>One notice is one mail, until more of a kind wait than {@link Digests} allows. Then, and for the window after, they
 * are grouped. The first digest of a group goes at once. What comes after it collects in a second one, a waiting mail
 * whose time is the end of the window; something urgent that joins it makes it go at once.
 */
final class Sealing {
    /** As many alert ids as fit into a mail's head everywhere: Sendmail, for one, takes 32 kB. */
    static final int MOST_TOGETHER = 500;

    private static final int AT_ONCE = 10_000;

    /** So long the first mail that asks about several devices waits for more of them; that a limit was reached is told before. */
    private static final Duration ASKED_TOGETHER = Duration.ofMinutes(1);

    private final Database database;
    private final SealingTable table;
    private final String domain;
    private final Digests digests;
    private final long now;

    /** The newest digest of each group within the window, also of this sealing. */
    private final Map<String, Sealed> newest = new HashMap<>();

    /** The kinds that are told in digests now. */
    private final Set<String> together = new HashSet<>();

    /**
     * @param domain what stands behind the @ of each Message-ID
     * @param now milliseconds since 1970
     */
    Sealing(Database database, String tenant, String domain, Digests digests, long now) {
        this.database = database;
        this.table = new SealingTable(tenant);
        this.domain = domain;
        this.digests = digests;
        this.now = now;
    }

    void all() {
        boolean more = true;
        for (boolean first = true; more; first = false) {
            boolean isFirst = first;
            more = database.transaction(c -> piece(c, isFirst));
        }
    }

    private boolean piece(Connection c, boolean first) throws SQLException {
        List<Unsealed> notices = table.unsealed(c, AT_ONCE);
        if (notices.isEmpty()) {
            return false;
        }
        if (first) {
            table.digests(c, now - digests.window().toMillis(), now).forEach(digest -> {
                newest.put(digest.digest, digest);
                if (digests.by() != Digests.By.OFF) {
                    together.add(digest.kind);
                }
            });
        }
        Set<Sealed> mails = new LinkedHashSet<>();
        Map<Unsealed, Sealed> placed = place(notices);
        placed.values().forEach(mails::add);
        address(c, placed);
        table.write(c, mails);
        mails.forEach(mail -> {
            mail.inDatabase = true;
            mail.notices.clear();
        });
        return notices.size() == AT_ONCE;
    }

    /** An answer names the mail that told the alert, which may be among those sealed now. A digest names that of its first. */
    private void address(Connection c, Map<Unsealed, Sealed> placed) throws SQLException {
        List<String> answered = placed.keySet().stream()
                .filter(Unsealed::isAnswer)
                .map(Unsealed::alertId)
                .distinct()
                .toList();
        if (answered.isEmpty()) {
            return;
        }
        Map<String, String> tellers = table.tellers(c, answered);
        placed.forEach((notice, mail) -> {
            if (notice.isAlert()) {
                tellers.put(notice.alertId(), mail.messageId);
            }
        });
        placed.forEach((notice, mail) -> {
            if (notice.isAnswer() && mail.replyTo == null) {
                mail.replyTo = tellers.get(notice.alertId());
            }
        });
    }

    private Map<Unsealed, Sealed> place(List<Unsealed> notices) {
        Map<Unsealed, Sealed> placed = new LinkedHashMap<>();
        notices.stream()
                .filter(Unsealed::asksTogether)
                .collect(grouped(digests::group))
                .forEach((group, members) -> ask(group, members, placed));
        Map<String, List<Unsealed>> byKind =
                notices.stream().filter(notice -> !notice.asksTogether()).collect(grouped(Unsealed::kind));
        byKind.forEach((kind, ofKind) -> {
            if (digests.by() != Digests.By.OFF && ofKind.size() > digests.above() && !isHunting(kind)) {
                together.add(kind);
            }
            if (together.contains(kind)) {
                ofKind.stream().collect(grouped(digests::group)).forEach((group, members) -> {
                    placeGroup(group, members, placed);
                });
            } else {
                ofKind.forEach(notice -> put(notice, begin(notice, null, now), placed));
            }
        });
        return placed;
    }

    /** A mail with a table and a file of its own is told alone. */
    private static boolean isHunting(String kind) {
        return kind.startsWith(Unsealed.HUNTING);
    }

    private static Collector<Unsealed, ?, Map<String, List<Unsealed>>> grouped(Function<Unsealed, String> by) {
        return Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList());
    }

    /** Always together, whatever the settings say of digests: many devices that wait are one question. */
    private void ask(String group, List<Unsealed> members, Map<Unsealed, Sealed> placed) {
        Sealed last = newest.get(group);
        long soon = now + ASKED_TOGETHER.toMillis();
        long at =
                last == null ? soon : Math.max(soon, last.at + digests.window().toMillis());
        for (Unsealed notice : members) {
            Sealed mail = newest.get(group);
            if (mail == null || !mail.joinable || !mail.hasRoom()) {
                mail = begin(notice, group, at);
                newest.put(group, mail);
            }
            put(notice, mail, placed);
        }
    }

    private void placeGroup(String group, List<Unsealed> members, Map<Unsealed, Sealed> placed) {
        Sealed last = newest.get(group);
        boolean collecting = last != null && last.joinable;
        boolean urgent = members.stream().anyMatch(Unsealed::urgent);
        if (members.size() == 1 && !collecting && (last == null || urgent)) {
            put(members.get(0), begin(members.get(0), null, now), placed);
            return;
        }
        long at = last == null || urgent
                ? now
                : collecting ? last.at : last.at + digests.window().toMillis();
        if (collecting) {
            last.at = at;
        }
        for (Unsealed notice : members) {
            Sealed mail = newest.get(group);
            if (mail == null || !mail.joinable || !mail.hasRoom()) {
                mail = begin(notice, group, at);
                newest.put(group, mail);
            }
            put(notice, mail, placed);
        }
    }

    private static void put(Unsealed notice, Sealed mail, Map<Unsealed, Sealed> placed) {
        mail.add(notice);
        placed.put(notice, mail);
    }

    private Sealed begin(Unsealed first, String group, long at) {
        String id = RowId.at(now);
        return Sealed.begin(id, "<" + id + "@" + domain + ">", first.kind(), group, at);
    }
}
