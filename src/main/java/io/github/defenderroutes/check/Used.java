package io.github.defenderroutes.check;

import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.UsedKamelet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What routes use of Microsoft's APIs. */
record Used(Collection<UsedKamelet> kamelets) {

    static Used nothing() {
        return new Used(List.of());
    }

    /** The APIs; Defender's always, since nothing works without it. */
    Set<Api> apis() {
        Set<Api> apis = EnumSet.of(Api.DEFENDER);
        kamelets.forEach(kamelet -> apis.add(kamelet.api()));
        return apis;
    }

    List<UsedKamelet> of(Api api) {
        return kamelets.stream().filter(kamelet -> kamelet.api() == api).toList();
    }

    /** Those that read, and can be tried without knowing anything. */
    List<UsedKamelet> triable() {
        return kamelets.stream()
                .filter(kamelet -> !kamelet.acts() && kamelet.trial().isPresent())
                .toList();
    }
}
