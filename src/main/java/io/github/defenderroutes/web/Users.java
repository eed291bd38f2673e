package io.github.defenderroutes.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file of local users: one line each with name, role and the hash of the password. It is read whenever it is asked, so
 * that what was changed counts at once.
 */
public final class Users {
    /** A shorter password is refused. */
    public static final int SHORTEST_PASSWORD = 12;

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}";

    private final Path file;

    public Users(Path file) {
        this.file = file;
    }

    /** One of them. */
    public record User(String name, Role role, String hash) {
        Person person() {
            return new Person(name, role);
        }

        /** Never the hash. */
        @Override
        public String toString() {
            return name + " " + role;
        }
    }

    /**
     * All of them, in the order of the file.
     *
     * @throws IOException if it is missing, cannot be read or has a line that we do not understand
     */
    public List<User> all() throws IOException {
        List<User> users = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                users.add(user(line.strip().split("\\s+"), number));
            }
        }
        return users;
    }

    private User user(String[] words, int line) throws IOException {
        Optional<Role> role = words.length == 3 ? Role.named(words[1]) : Optional.empty();
        if (role.isEmpty() || !words[0].matches(NAME) || !PasswordHash.isOne(words[2])) {
            throw new IOException(
                    "%s, line %d: is no user. To fix: remove the line, and write users with the command web-user."
                            .formatted(file, line));
        }
        return new User(words[0], role.get(), words[2]);
    }

    Optional<User> find(String name) throws IOException {
        return all().stream().filter(user -> user.name().equals(name)).findFirst();
    }

    /** Whether the password is that of the user; takes its time, and as long if there is no such user. */
    Optional<User> signIn(String name, String password) throws IOException {
        Optional<User> user = find(name);
        if (user.isEmpty()) {
            PasswordHash.of(password);
        }
        return user.filter(known -> PasswordHash.matches(known.hash(), password));
    }

    /**
     * Writes a user, in place of one of the same name.
     *
     * @throws IllegalArgumentException if the name or the password is none we take; the message says why
     */
    public void put(String name, Role role, String password) throws IOException {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "'%s' is no name for a user. To fix: letters, digits and . _ @ + - without a blank."
                            .formatted(name));
        }
        if (password.length() < SHORTEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "The password is too short. To fix: at least %d characters.".formatted(SHORTEST_PASSWORD));
        }
        List<User> users = new ArrayList<>(Files.exists(file) ? all() : List.of());
        users.removeIf(user -> user.name().equals(name));
        users.add(new User(name, role, PasswordHash.of(password)));
        write(users);
    }

    /** Takes a user out; false if there was none of that name. */
    public boolean remove(String name) throws IOException {
        List<User> users = new ArrayList<>(all());
        boolean removed = users.removeIf(user -> user.name().equals(name));
        if (removed) {
            write(users);
        }
        return removed;
    }

    /** Whole or not at all, and readable by its owner only where the file system knows owners. */
    private void write(List<User> users) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Users of the pages: name, role, hash of the password. Written by the command web-user.");
        users.forEach(user -> lines.add(user.name() + " " + user.role() + " " + user.hash()));
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, "web-users", ".tmp"); // its mode is 0600
        try {
            Files.write(written, lines);
            if (Files.getFileStore(written).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
