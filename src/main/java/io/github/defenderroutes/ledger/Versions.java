package io.github.defenderroutes.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * By what was decided: the texts that were loaded, each kept once under its SHA-256. A set names a release and one text of
 * each kind; every run carries the hash of the set that held when it was decided. They are never pruned: there are as many
 * as there were edits.
 */
public final class Versions {
    private static final String SET = "set";
    private static final String RELEASE = "release";

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Versions(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * A kept text.
     *
     * @param firstSeen when it was first loaded, in milliseconds since 1970
     */
    public record Text(String hash, String kind, String text, long firstSeen) {}

    /**
     * A release, and the hashes of what it had loaded.
     *
     * @param hashes by kind, such as routes, guardrails and settings
     * @param since when it was first used, in milliseconds since 1970
     */
    public record Loaded(String hash, String release, Map<String, String> hashes, long since) {}

    /**
     * Runs are decided by these texts. Those that are new are kept.
     *
     * @param texts by kind; they must hold no secret
     * @return the hash of the set
     */
    public String use(String release, Map<String, String> texts) {
        Map<String, String> set = new LinkedHashMap<>();
        set.put(RELEASE, release);
        texts.forEach((kind, text) -> set.put(kind, hash(text)));
        String lines = set.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("\n"));
        database.transaction(c -> {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                keep(c, text.getKey(), text.getValue());
            }
            keep(c, SET, lines);
            return null;
        });
        return hash(lines);
    }

    private void keep(Connection c, String kind, String text) throws SQLException {
        Database.update(
                c,
                "INSERT INTO defender_versions (tenant, hash, kind, text, first_seen) VALUES (?,?,?,?,?)"
                        + " ON CONFLICT DO NOTHING",
                tenant,
                hash(text),
                kind,
                text,
                clock.millis());
    }

    /** The set of that hash; empty if there is none. */
    public Optional<Loaded> loaded(String hash) {
        return find("hash = ? AND kind = '" + SET + "'", hash).map(Versions::loaded);
    }

    private static Loaded loaded(Text set) {
        Map<String, String> hashes = new LinkedHashMap<>();
        set.text().lines().map(line -> line.split(" ", 2)).forEach(line -> hashes.put(line[0], line[1]));
        String release = hashes.remove(RELEASE);
        return new Loaded(set.hash(), release, hashes, set.firstSeen());
    }

    /**
     * The text of a hash.
     *
     * @param hash or its beginning, of at least 8 digits
     * @return empty if there is none that begins so
     */
    public Optional<Text> text(String hash) {
        return hash.matches("[0-9a-f]{8,64}")
                ? find("hash >= ? AND hash <= ? AND kind <> '" + SET + "'", hash, hash + "g")
                : Optional.empty();
    }

    private Optional<Text> find(String which, String... hashes) {
        Object[] values = new Object[hashes.length + 1];
        System.arraycopy(hashes, 0, values, 0, hashes.length);
        values[hashes.length] = tenant;
        return database.transaction(c -> Database.first(
                c,
                row -> new Text(
                        row.getString("hash"), row.getString("kind"), row.getString("text"), row.getLong("first_seen")),
                "SELECT hash, kind, text, first_seen FROM defender_versions WHERE " + which
                        + " AND tenant = ? ORDER BY hash LIMIT 1",
                values));
    }

    /** The SHA-256 of a text, in hexadecimal. */
    public static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
