package io.github.defenderroutes.database;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps others on the machine from reading the database: its files are their owner's alone, and so is their folder if
 * nothing else is in it. Where the file system knows no owners, nothing is done.
 */
final class OwnerOnly {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** What besides the database may be in its folder and is ours. */
    private static final Set<String> OURS = Set.of("control", "KILL", "cache");

    private final Path database;
    private final Path folder;

    /** @param database folder and name, to which H2 adds its endings */
    OwnerOnly(Path database) {
        this.database = database;
        this.folder = database.toAbsolutePath().getParent();
    }

    /** Makes the folder if it is not there, before the database is. */
    void makeFolder() {
        try {
            if (Files.notExists(folder) && knowsOwners(nearest(folder))) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            }
        } catch (IOException toldByTheDatabase) {
            LOG.debug("{} cannot be made", folder, toldByTheDatabase);
        }
    }

    /** Takes from others what they may do to what is there. */
    void enforce() {
        try {
            if (!knowsOwners(folder)) {
                return;
            }
            List<Path> files = files();
            if (files.stream().allMatch(this::isOurs)) {
                restrict(folder, FOLDER);
            }
            for (Path file : files) {
                if (isOfDatabase(file) && Files.isRegularFile(file)) {
                    restrict(file, FILE);
                }
            }
        } catch (IOException e) {
            LOG.warn(
                    "Others on this machine may be able to read {}: {}. To fix: chmod 700 {} and chmod 600 on the files of {} in it.",
                    database,
                    e.toString(),
                    folder,
                    database.getFileName());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private boolean isOurs(Path file) {
        return isOfDatabase(file) || OURS.contains(file.getFileName().toString());
    }

    private boolean isOfDatabase(Path file) {
        return file.getFileName().toString().startsWith(database.getFileName() + ".");
    }

    private static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
        if (!permissions.containsAll(Files.getPosixFilePermissions(path))) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    private static Path nearest(Path folder) {
        Path there = folder;
        while (Files.notExists(there)) {
            there = there.getParent();
        }
        return there;
    }

    private static boolean knowsOwners(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return store.supportsFileAttributeView(PosixFileAttributeView.class);
    }
}
