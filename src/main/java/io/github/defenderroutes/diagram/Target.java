package io.github.defenderroutes.diagram;

import io.github.defenderroutes.diagram.Mermaid.Style;
import java.util.List;

/**
 * Where a step goes.
 *
 * @param name of the route, of the Kamelet's operation, or of the place outside; without anything that may be secret
 * @param effect what it does there: read, act, mail, or empty if nobody says
 */
record Target(Kind kind, String name, String effect) {
    enum Kind {
        ROUTE,
        KAMELET,
        OUTSIDE
    }

    /** As a line of a picture. */
    String words() {
        return switch (kind) {
            case ROUTE -> name;
            case KAMELET -> (effect.isEmpty() ? "" : effect + "s ") + name;
            case OUTSIDE -> (effect.isEmpty() ? "to " : effect + "s by ") + name;
        };
    }

    Style style() {
        return style(List.of(this));
    }

    /** That of the strongest. */
    static Style style(List<Target> targets) {
        if (targets.stream().anyMatch(target -> target.effect.equals("act"))) {
            return Style.ACT;
        }
        return targets.stream().anyMatch(target -> target.effect.equals("mail")) ? Style.MAIL : Style.PLAIN;
    }
}
