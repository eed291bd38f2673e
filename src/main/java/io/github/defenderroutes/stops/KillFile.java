package io.github.defenderroutes.stops;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kill switch of the worst day: a file that anybody puts there who can reach the disk, whatever else still works. */
final class KillFile {
    private final Path file;

    KillFile(Path file) {
        this.file = file;
    }

    /** Why nothing may be changed: it is there, whatever it is and holds, or nobody can say that it is not. */
    Optional<String> objection() {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        return Optional.of(
                Files.exists(file)
                        ? "the kill switch is on: the file %s is there".formatted(file)
                        : "the kill switch counts as on: whether the file %s is there cannot be seen".formatted(file));
    }
}
