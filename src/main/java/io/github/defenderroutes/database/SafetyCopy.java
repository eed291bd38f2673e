package io.github.defenderroutes.database;

import io.github.defenderroutes.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an H2 file as it was before a newer release changes its tables: as a zip beside it, which unpacked is the old
 * database. The newest three are kept.
 */
final class SafetyCopy {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int KEPT = 3;

    private final Path file;
    private final DataSource database;
    private final Clock clock;

    /** @param file folder and name, to which H2 adds its endings */
    SafetyCopy(Path file, DataSource database, Clock clock) {
        this.file = file.toAbsolutePath();
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes it.
     *
     * @param version of the tables as they are
     * @throws StartException if it cannot be written and read; says what to do
     */
    void make(String version) {
        Path copy = beside(".before-upgrade.schema-%s.%s.zip".formatted(version, WHEN.format(clock.instant())));
        Path unfinished = beside(".before-upgrade.part");
        try {
            Files.deleteIfExists(unfinished);
            createForOwner(unfinished);
            backUpTo(unfinished);
            readThrough(unfinished);
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | SQLException e) {
            throw new StartException(
                    "The database is of an older release (schema %s) and cannot be copied to %s before its tables are changed: %s. Nothing was changed. To fix: make room for as much again in %s and let this user write there, or go on with the older release."
                            .formatted(version, copy, e.getMessage(), copy.getParent()),
                    e);
        }
        LOG.info("The database is of an older release (schema {}). As it was, it is kept in {}.", version, copy);
        forgetOlder();
    }

    private Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** Before anything is in it, so that nobody else can open it meanwhile. */
    private static void createForOwner(Path copy) throws IOException {
        if (Files.getFileStore(copy.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(copy, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
    }

    private void backUpTo(Path copy) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement backup = connection.prepareStatement("BACKUP TO ?")) {
            backup.setString(1, copy.toString());
            backup.execute();
        }
    }

    /** A copy whose checksums do not fit, or without the database in it, is none. */
    private void readThrough(Path copy) throws IOException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            List<? extends ZipEntry> entries = zip.stream().toList();
            if (entries.stream().noneMatch(entry -> entry.getName().endsWith(".mv.db") && entry.getSize() > 0)) {
                throw new IOException("the copy is empty");
            }
            for (ZipEntry entry : entries) {
                try (InputStream content = zip.getInputStream(entry)) {
                    content.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    }

    private void forgetOlder() {
        try (Stream<Path> files = Files.list(file.getParent())) {
            List<Path> copies = files.filter(this::isCopy)
                    .sorted(Comparator.comparing(SafetyCopy::when).reversed())
                    .toList();
            for (Path old : copies.subList(Math.min(KEPT, copies.size()), copies.size())) {
                Files.delete(old);
                LOG.info("An older copy of the database was deleted: {}.", old);
            }
        } catch (IOException e) {
            LOG.warn("Older copies of the database cannot be deleted: {}. To fix: delete them by hand.", e.toString());
        }
    }

    private boolean isCopy(Path other) {
        String name = other.getFileName().toString();
        return name.startsWith(file.getFileName() + ".before-upgrade.schema-") && name.endsWith(".zip");
    }

    private static String when(Path copy) {
        return copy.getFileName().toString().replaceFirst(".*\\.(?=[^.]+\\.zip$)", "");
    }
}
