package io.github.defenderroutes.chaos;

import io.github.defenderroutes.standin.MachineBuilder;
import java.util.function.UnaryOperator;

/** What speaks against isolating a device, and the rule by which a mail has to say so. */
enum DeviceKind {
    MAY_BE_ISOLATED("", machine -> machine),
    TAGGED("tag-no-isolation", machine -> machine.tags("Finance", "No-Isolation")),
    OTHER_PLATFORM("platform-not-listed", machine -> machine.os("WindowsServer2022")),
    MERGED("device-merged", machine -> machine.set("mergedIntoMachineId", World.SURVIVOR_OF_MERGES)),
    EXCLUDED("device-excluded", machine -> machine.excluded("Test lab")),
    NOT_ONBOARDED("device-not-onboarded", machine -> machine.onboarding("CanBeOnboarded")),
    /** Alerts name it, but the tenant does not know it. */
    UNKNOWN("device-unknown", machine -> null);

    final String rule;
    private final UnaryOperator<MachineBuilder> made;

    DeviceKind(String rule, UnaryOperator<MachineBuilder> made) {
        this.rule = rule;
        this.made = made;
    }

    /** The device as the tenant shows it, or {@code null} where it shows none. */
    MachineBuilder make(MachineBuilder ordinary) {
        return made.apply(ordinary);
    }
}
