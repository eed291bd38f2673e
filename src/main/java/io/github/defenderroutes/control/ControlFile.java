package io.github.defenderroutes.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.database.H2File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the control port of a running process is, and the key to it.
 *
 * @param token what a request must show
 * @param pid the process, to tell a file that a crash has left behind
 */
record ControlFile(int port, String token, long pid) {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SHIPPED_NAME = "defender-routes";

    /**
     * The place of the file: {@code control} beside the database as it is shipped; a database of another name has its own,
     * so that two in one folder do not take each other's.
     *
     * @param stateUrl the setting {@code state.url}
     * @return empty if several processes may have the database open, so that none needs to be asked
     */
    static Optional<Path> beside(String stateUrl) {
        if (stateUrl.toLowerCase(Locale.ROOT).contains("auto_server=true")) {
            return Optional.empty();
        }
        return H2File.of(stateUrl).map(database -> {
            String name = database.getFileName().toString();
            return database.resolveSibling(name.equals(SHIPPED_NAME) ? "control" : name + ".control");
        });
    }

    /** @throws IOException if there is none, we may not read it, or it is something else */
    static ControlFile read(Path file) throws IOException {
        return JSON.readValue(Files.readAllBytes(file), ControlFile.class);
    }

    /** Puts it there whole, for its owner's eyes only, in the place of one that a crash has left behind. */
    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(folder, "control", null); // owner-only where the file system knows owners
        try {
            Files.write(fresh, JSON.writeValueAsBytes(this));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Takes it away, unless another process has put its own there meanwhile. */
    void remove(Path file) throws IOException {
        if (Files.exists(file) && equals(read(file))) {
            Files.delete(file);
        }
    }

    boolean isOfALivingProcess() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @Override
    public String toString() {
        return "127.0.0.1:%d of process %d".formatted(port, pid); // without the token
    }
}
