package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.settings.Written;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The words of conditions: which there are, in which section, and how each is read. */
final class Vocabulary {
    /** Where something is written that a rule asks a call for. */
    static final String DOMAIN_ADMIN = "user.domain-admin";

    static final List<String> SECTIONS = List.of("device", "alert", "user", "time", "facts");

    private static final List<String> TIME_WORDS = List.of("zone", "windows", "dates");

    /** Microsoft's documented words; those of the platform are only examples of an open set. */
    private static final List<String> SEVERITIES = List.of("UnSpecified", "Informational", "Low", "Medium", "High");

    private static final List<String> LEVELS = List.of("None", "Low", "Medium", "High");
    private static final List<String> RISKS = List.of("None", "Informational", "Low", "Medium", "High");
    private static final List<String> VALUES = List.of("Normal", "Low", "High");
    private static final List<String> HEALTH = List.of(
            "Active",
            "Inactive",
            "ImpairedCommunication",
            "NoSensorData",
            "NoSensorDataImpairedCommunication",
            "Unknown");
    private static final List<String> ONBOARDING =
            List.of("Onboarded", "CanBeOnboarded", "Unsupported", "InsufficientInfo");

    /** Reads what stands behind a word; {@code null} if there is a problem, which is told then. */
    private interface Word {
        Condition read(Place place, String field);
    }

    private static final Map<String, Map<String, Word>> WORDS = words();

    private Vocabulary() {}

    private static Map<String, Map<String, Word>> words() {
        Map<String, Word> device = new LinkedHashMap<>();
        device.put("name", texts(inDevice("computerDnsName"), Fields::isName));
        device.put("tag", texts(situation -> Reading.texts(situation.device().get("machineTags")), Glob::matches));
        device.put("group", texts(inDevice("rbacGroupName"), Glob::matches));
        device.put("platform", texts(inDevice("osPlatform"), Glob::matches));
        device.put("value", words(inDevice("deviceValue"), VALUES));
        device.put("health", words(inDevice("healthStatus"), HEALTH));
        device.put("onboarding", words(inDevice("onboardingStatus"), ONBOARDING));
        device.put("exposure", words(inDevice("exposureLevel"), LEVELS));
        device.put("risk", words(inDevice("riskScore"), RISKS));
        device.put("last-seen", age(situation -> situation.device().get("lastSeen")));
        device.put("ip", Vocabulary::addresses);
        device.put("merged", flag(Fields::isMerged));
        Map<String, Word> alert = new LinkedHashMap<>();
        alert.put("severity", words(inAlert("severity"), SEVERITIES));
        alert.put("category", texts(inAlert("category"), Glob::matches));
        alert.put("detection-source", texts(inAlert("detectionSource"), Glob::matches));
        alert.put("service-source", texts(inAlert("serviceSource"), Glob::matches));
        alert.put("title", texts(inAlert("title"), Glob::matches));
        alert.put(
                "technique",
                texts(situation -> Reading.texts(situation.alert().get("mitreTechniques")), Fields::isTechnique));
        alert.put("threat-family", texts(Fields::threatFamily, Glob::matches));
        alert.put("age", age(situation -> situation.alert().get("alertCreationTime")));
        Map<String, Word> user = new LinkedHashMap<>();
        user.put("name", texts(Fields::users, Fields::isUser));
        user.put(
                "domain-admin",
                flag(situation -> Optional.ofNullable(situation.learnt().domainAdmin())));
        return Map.of("device", device, "alert", alert, "user", user);
    }

    /** What may stand in a section; nothing where every word may. */
    static Collection<String> words(String section) {
        return section.equals("time")
                ? TIME_WORDS
                : WORDS.getOrDefault(section, Map.of()).keySet();
    }

    /** The conditions of one section of a rule. */
    static List<Condition> read(String section, Place place) {
        List<Condition> conditions = new ArrayList<>();
        if (section.equals("time")) {
            time(place).ifPresent(conditions::add);
        } else if (section.equals("facts")) {
            place.entries().forEach((name, value) -> {
                List<Glob> written = globs(value);
                if (!written.isEmpty()) {
                    conditions.add(
                            new WordCondition("facts." + name, written, situation -> Fields.fact(situation, name)));
                }
            });
        } else {
            Map<String, Word> words = WORDS.get(section);
            place.entries("no condition on the %s".formatted(section), words.keySet())
                    .forEach((word, value) -> {
                        Condition condition = words.get(word).read(value, section + "." + word);
                        if (condition != null) {
                            conditions.add(condition);
                        }
                    });
        }
        return conditions;
    }

    private static Function<Situation, Reading> inDevice(String field) {
        return situation -> Reading.text(situation.device().get(field));
    }

    private static Function<Situation, Reading> inAlert(String field) {
        return situation -> Reading.text(situation.alert().get(field));
    }

    private static Word texts(Function<Situation, Reading> looking, BiPredicate<Glob, String> comparing) {
        return (place, field) -> {
            List<Glob> written = globs(place);
            return written.isEmpty() ? null : new WordCondition(field, written, looking, comparing);
        };
    }

    private static List<Glob> globs(Place place) {
        return place.several().stream()
                .map(one -> new Glob(one.text().orElseThrow()))
                .toList();
    }

    /** Of a closed set: a word that is none of it would never match. */
    private static Word words(Function<Situation, Reading> looking, List<String> known) {
        return (place, field) -> {
            List<Glob> written = new ArrayList<>();
            for (Place one : place.several()) {
                Glob word = new Glob(one.text().orElseThrow());
                if (known.stream().noneMatch(word::matches)) {
                    one.problem(Place.unknown(word.toString(), "none of Microsoft's words for " + field, known));
                } else {
                    written.add(word);
                }
            }
            return written.isEmpty() ? null : new WordCondition(field, written, looking);
        };
    }

    private static Word flag(Function<Situation, Optional<Boolean>> looking) {
        return (place, field) -> place.flag()
                .map(written -> new FlagCondition(field, written, looking))
                .orElse(null);
    }

    private static Word age(Function<Situation, Object> looking) {
        return (place, field) -> {
            Map<String, Place> limits = place.entries("no limit of a time", List.of("within", "over"));
            Duration within = duration(limits.get("within"), "1s", "3650d");
            Duration over = duration(limits.get("over"), "1s", "3650d");
            if (within != null && over != null && within.compareTo(over) <= 0) {
                place.problem("never matches: nothing is younger than within and older than over."
                        + " To fix: write a longer time behind within.");
            }
            return within == null && over == null ? null : new AgeCondition(field, within, over, looking);
        };
    }

    private static Condition addresses(Place place, String field) {
        List<AddressRange> written = new ArrayList<>();
        for (Place one : place.several()) {
            read(one, AddressRange::of).ifPresent(written::add);
        }
        return written.isEmpty() ? null : new AddressCondition(field, written, Fields::addresses);
    }

    private static Optional<Condition> time(Place place) {
        Map<String, Place> parts = place.entries("no part of a time", TIME_WORDS);
        List<WeeklyWindow> windows = all(parts.get("windows"), WeeklyWindow::of);
        List<DateRange> dates = all(parts.get("dates"), DateRange::of);
        if (!parts.containsKey("zone")) {
            place.problem("has no zone. To fix: add zone: and a name such as Europe/Berlin or UTC.");
        } else if (!parts.containsKey("windows") && !parts.containsKey("dates")) {
            place.problem("has neither windows nor dates. To fix: add one of them.");
        }
        Optional<ZoneId> zone = Optional.ofNullable(parts.get("zone")).flatMap(one -> read(one, Vocabulary::zone));
        return zone.filter(known -> !windows.isEmpty() || !dates.isEmpty())
                .map(known -> new TimeCondition(known, windows, dates));
    }

    private static ZoneId zone(String written) {
        if (!ZoneId.getAvailableZoneIds().contains(written)) {
            throw new IllegalArgumentException("is no time zone. "
                    + Place.nearest(written, ZoneId.getAvailableZoneIds())
                            .map("Did you mean %s?"::formatted)
                            .orElse("To fix: write a name such as Europe/Berlin or UTC."));
        }
        return ZoneId.of(written);
    }

    private static <T> List<T> all(Place place, Function<String, T> reading) {
        return place == null
                ? List.of()
                : place.several().stream()
                        .flatMap(one -> read(one, reading).stream())
                        .toList();
    }

    /** A duration, or {@code null} if there is none or it cannot be read, which is told then. */
    static Duration duration(Place place, String least, String most) {
        return place == null
                ? null
                : read(place, written -> Written.duration(written, least, most)).orElse(null);
    }

    /** @param reading throws {@link IllegalArgumentException} with problem and remedy */
    private static <T> Optional<T> read(Place place, Function<String, T> reading) {
        Optional<String> written = place.text();
        try {
            return written.map(reading);
        } catch (IllegalArgumentException e) {
            place.problem(e.getMessage());
            return Optional.empty();
        }
    }
}
