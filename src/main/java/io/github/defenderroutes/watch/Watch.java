package io.github.defenderroutes.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tells which files of some folders people have saved, added or removed. It looks at them again and again instead of being
 * told by the operating system, so that it also works on network drives and in containers; a hundred files are nothing.
 *
 * <p>For one thread, which calls {@link #next} in a loop. What changes while that thread is busy is told by its next call.
 */
public final class Watch {
    private static final long LOOK_AGAIN_MILLIS = 150;

    /** Deep enough for {@code config/mail}; a whole disk is not searched. */
    private static final int DEPTH = 3;

    private final List<Path> places;
    private Map<Path, Seen> seen;

    /** What a save changes; some editors write a new file and rename it. */
    private record Seen(Object file, long size, FileTime modified) {}

    /**
     * Begins with the files as they are now.
     *
     * @param places folders, with what is in them, and files; they need not exist yet
     */
    public Watch(Collection<Path> places) {
        this.places = List.copyOf(places);
        this.seen = look();
    }

    /**
     * Waits until files have changed since the last call, and until whoever saves them is done.
     *
     * @return their paths as the places were named; at least one
     */
    public Set<Path> next() throws InterruptedException {
        Map<Path, Seen> now = settled();
        Set<Path> changed = differences(seen, now);
        seen = now;
        return changed;
    }

    /** The files, when they are no longer what they were and the same at two looks in a row. */
    private Map<Path, Seen> settled() throws InterruptedException {
        Map<Path, Seen> last = seen;
        while (true) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            Map<Path, Seen> now = look();
            if (now.equals(last) && !now.equals(seen)) {
                return now;
            }
            last = now;
        }
    }

    private static Set<Path> differences(Map<Path, Seen> before, Map<Path, Seen> now) {
        Set<Path> files = new TreeSet<>(before.keySet());
        files.addAll(now.keySet());
        files.removeIf(file -> before.containsKey(file) && before.get(file).equals(now.get(file)));
        return files;
    }

    private Map<Path, Seen> look() {
        Map<Path, Seen> found = new TreeMap<>();
        for (Path place : places) {
            try (Stream<Path> files = Files.walk(place, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
                files.filter(file -> file.equals(place) || isWrittenByPeople(file))
                        .forEach(file -> note(file, found));
            } catch (NoSuchFileException notYet) {
                // it is told when it comes
            } catch (IOException | UncheckedIOException changingRightNow) {
                // another look sees it; two in a row agree before anything is told
            }
        }
        return found;
    }

    /** Editors keep copies and locks beside what they edit. */
    private static boolean isWrittenByPeople(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith(".")
                && !name.startsWith("#")
                && !name.endsWith("~")
                && !name.endsWith(".swp")
                && !name.endsWith(".tmp");
    }

    private static void note(Path file, Map<Path, Seen> found) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            if (is.isRegularFile()) {
                found.put(file, new Seen(is.fileKey(), is.size(), is.lastModifiedTime()));
            }
        } catch (IOException gone) {
            // then it is not there
        }
    }
}
