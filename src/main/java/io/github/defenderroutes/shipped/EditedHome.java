package io.github.defenderroutes.shipped;

import io.github.defenderroutes.settings.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folders that people edit, with the memory of the form in which each file was shipped when it came here. That memory
 * lies in {@code .shipped} of the configuration's folder, so that it goes where this goes.
 */
public final class EditedHome {
    private static final String MEMORY = ".shipped";
    private static final String RELEASE = "release";
    private static final String CONFIG = "config/";
    private static final String ROUTES = "routes/";

    private final Path config;
    private final Path routes;
    private final Path memory;
    private final Map<String, byte[]> ours;
    private final Optional<String> release;

    /** The home as this release sees it. */
    public EditedHome(Path config, Path routes) {
        this(config, routes, Shipped.files(), Shipped.release());
    }

    /** @param ours what a release ships, by name */
    EditedHome(Path config, Path routes, Map<String, byte[]> ours, Optional<String> release) {
        this.config = config;
        this.routes = routes;
        this.memory = config.resolve(MEMORY);
        this.ours = ours;
        this.release = release;
    }

    /** The release whose forms are remembered; empty if nothing is, or nobody knows which it was. */
    public Optional<String> from() {
        return read(memory.resolve(RELEASE)).map(text -> new String(text, StandardCharsets.UTF_8).strip());
    }

    /** The release at work; empty if it was not made by a build. */
    public Optional<String> release() {
        return release;
    }

    /** Whether there is a memory of what was shipped; without one the forms of this release are taken for it. */
    public boolean remembers() {
        return Files.isDirectory(memory);
    }

    /** Every shipped file, in the order of the names. */
    public List<ShippedFile> files() {
        Map<String, byte[]> base = base();
        TreeSet<String> names = new TreeSet<>(ours.keySet());
        names.addAll(base.keySet());
        List<ShippedFile> files = new ArrayList<>();
        for (String name : names) {
            byte[] yours = read(file(name)).orElse(null);
            State.of(base.get(name), yours, ours.get(name))
                    .ifPresent(state -> files.add(new ShippedFile(name, state, base.get(name), yours, ours.get(name))));
        }
        return files;
    }

    private Map<String, byte[]> base() {
        if (!remembers()) {
            return ours;
        }
        Map<String, byte[]> base = new TreeMap<>(Shipped.files(memory));
        base.keySet().removeIf(name -> !name.startsWith(CONFIG) && !name.startsWith(ROUTES));
        return base;
    }

    /**
     * Begins the memory of such a home, if it has none yet and the forms of this release are known.
     *
     * @throws HomeException if it cannot be written
     */
    public static void begin(Path config, Path routes) {
        if (!Files.isDirectory(config.resolve(MEMORY))) {
            new EditedHome(config, routes).begin();
        }
    }

    /**
     * Begins the memory with the forms of this release, if there is none yet and they are known.
     *
     * @throws HomeException if it cannot be written
     */
    public void begin() {
        if (remembers() || release.isEmpty()) {
            return;
        }
        Path part = config.resolve(MEMORY + ".new");
        try {
            delete(part);
            for (Map.Entry<String, byte[]> file : ours.entrySet()) {
                Path copy = part.resolve(file.getKey());
                Files.createDirectories(copy.getParent());
                Files.write(copy, file.getValue());
            }
            Files.writeString(part.resolve(RELEASE), release.get() + "\n");
            Files.move(part, memory);
        } catch (IOException e) {
            throw HomeException.unwritable(memory, e);
        }
    }

    /**
     * Some of the files by name.
     *
     * @throws HomeException if there is none of that name
     */
    public List<ShippedFile> files(List<String> names) {
        List<ShippedFile> all = files();
        List<String> known = all.stream().map(ShippedFile::name).toList();
        return names.stream()
                .map(written -> written.replace('\\', '/').replaceFirst("^(\\./)+", ""))
                .map(name -> all.stream()
                        .filter(file -> file.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new HomeException("%s is no file that we ship. %s"
                                .formatted(
                                        name,
                                        Nearest.to(name, known)
                                                .map("Did you mean %s?"::formatted)
                                                .orElse("To fix: write its name as changes shows it.")))))
                .toList();
    }

    /**
     * Brings files to the form that this release ships. What is not shipped any more is removed.
     *
     * @throws HomeException if one of them is edited, then none is touched; or if one cannot be written
     */
    public void take(List<ShippedFile> files) {
        files.stream().filter(ShippedFile::isEdited).findFirst().ifPresent(file -> {
            throw new HomeException(
                    "%s is edited by you, and nothing was changed. To fix: bring our change in by hand (changes --diff) and then say changes --merged %s; or remove it first."
                            .formatted(file.name(), file.name()));
        });
        begin();
        for (ShippedFile file : files) {
            put(file(file.name()), file.ours());
            remember(file);
        }
    }

    /**
     * Notes that our changes of these files are in the home, in whatever form.
     *
     * @throws HomeException if that cannot be written
     */
    public void merged(List<ShippedFile> files) {
        begin();
        files.forEach(this::remember);
    }

    private void remember(ShippedFile file) {
        put(memory.resolve(file.name()), file.ours());
        if (files().stream().noneMatch(one -> one.state().isWaiting())) {
            release.ifPresent(now -> put(memory.resolve(RELEASE), (now + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    private Path file(String name) {
        return name.startsWith(CONFIG)
                ? config.resolve(name.substring(CONFIG.length()))
                : routes.resolve(name.substring(ROUTES.length()));
    }

    /** Whole or not at all, with the permissions that it had. */
    private static void put(Path file, byte[] text) {
        Path part = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            if (text == null) {
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(file.getParent());
            Files.write(part, text);
            if (Files.exists(file)
                    && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file));
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw HomeException.unwritable(file, e);
        }
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
