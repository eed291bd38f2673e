package io.github.defenderroutes.recorded;

import com.fasterxml.jackson.core.JsonLocation;
import io.github.defenderroutes.graph.GraphAlerts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Alerts in JSON files, in the shape of the API: a file, or a folder with all in and below it. What is an alert and what a
 * device or a machine action, their fields say. Alerts are read one by one; devices and machine actions are kept.
 */
public final class RecordedFiles implements Recording {
    private static final String ENDING = ".json";
    private static final List<String> BESIDE = List.of("machines", "devices", "machineactions");

    private final List<Path> alerts;
    private final KnownDevices known = new KnownDevices();

    private RecordedFiles(List<Path> alerts, List<Path> devices) {
        this.alerts = alerts;
        devices.forEach(file -> new JsonFile(file).each((object, place, where) -> keep(object, file, place, where)));
    }

    /**
     * Reads what is known of devices; no alert yet.
     *
     * @param place a file with alerts, or a folder
     * @param devices a file or folder with devices and machine actions; {@code null} for those beside the file, by their
     *     names: {@code machines*.json}, {@code devices*.json}, {@code machineactions*.json}, and folders of such a name. In a
     *     folder they may stand anywhere
     * @throws RecordingException if something is not what it should be
     */
    public static RecordedFiles at(Path place, Path devices) {
        List<Path> alerts = files(place);
        if (alerts.isEmpty()) {
            throw new RecordingException(
                    "%s holds no %s file. To fix: name a file or folder with alerts as Defender's API answers them."
                            .formatted(place, ENDING));
        }
        if (devices != null) {
            return new RecordedFiles(alerts, files(devices));
        }
        return new RecordedFiles(alerts, Files.isDirectory(place) ? alerts : beside(place));
    }

    private static List<Path> beside(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> named = all.filter(one -> BESIDE.stream()
                            .anyMatch(name -> one.getFileName().toString().startsWith(name)))
                    .filter(one -> Files.isDirectory(one) || one.toString().endsWith(ENDING))
                    .filter(one -> !one.equals(file.toAbsolutePath()))
                    .sorted()
                    .toList();
            return named.stream().flatMap(one -> files(one).stream()).toList();
        } catch (IOException e) {
            throw new RecordingException("%s cannot be read: %s".formatted(folder, e));
        }
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            if (!Files.isReadable(place)) {
                throw new RecordingException("%s is no file we can read.".formatted(place));
            }
            return List.of(place);
        }
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RecordingException("%s cannot be read: %s".formatted(place, e));
        }
    }

    private void keep(Map<String, Object> object, Path file, JsonLocation place, String where) {
        switch (Kind.of(object)) {
            case DEVICE -> known.keep(object, file.getFileName().toString());
            case MACHINE_ACTION -> known.keepAction(object, file.getFileName().toString());
            case ALERT, GRAPH_ALERT -> {} // their turn comes
            case UNKNOWN -> throw unknown(file, place, where);
        }
    }

    @Override
    public void each(Consumer<RecordedAlert> reader) {
        for (Path file : alerts) {
            new JsonFile(file).each((object, place, where) -> read(object, file, place, where, reader));
        }
    }

    private static void read(
            Map<String, Object> object, Path file, JsonLocation place, String where, Consumer<RecordedAlert> reader) {
        String from = "%s:%d".formatted(file, place.getLineNr());
        switch (Kind.of(object)) {
            case ALERT -> reader.accept(RecordedAlert.raised(object, from));
            case GRAPH_ALERT -> reader.accept(RecordedAlert.raised(inDefendersForm(object), from));
            case DEVICE, MACHINE_ACTION -> {} // known by now
            case UNKNOWN -> throw unknown(file, place, where);
        }
    }

    @SuppressWarnings("unchecked") // an object stays one
    private static Map<String, Object> inDefendersForm(Map<String, Object> graphAlert) {
        return (Map<String, Object>) GraphAlerts.alert(graphAlert);
    }

    private static RecordingException unknown(Path file, JsonLocation place, String where) {
        return RecordingException.at(
                file,
                place,
                "%s is neither an alert (id, alertCreationTime, severity, title, machineId) nor a device (id, osPlatform). To fix: give it as Defender's API answers it, or take it away."
                        .formatted(where));
    }

    @Override
    public KnownDevices known() {
        return known;
    }
}
