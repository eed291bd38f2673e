package io.github.defenderroutes.hunting;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a query does to the devices it finds. */
enum DeviceResponse {
    NOTHING,
    TAG,
    SCAN,
    /** A person decides; the mail says that one must. */
    PROPOSE,
    ISOLATE;

    static List<String> words() {
        return Arrays.stream(values()).map(DeviceResponse::word).toList();
    }

    static DeviceResponse of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As the file of a query and the routes write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The most that the judge may make of it. */
    String proposal() {
        return this == ISOLATE ? "isolate" : this == PROPOSE ? "approve" : "never";
    }
}
