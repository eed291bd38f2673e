package io.github.defenderroutes.check;

import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.UsedKamelet;
import io.github.defenderroutes.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds what the app is granted against what the routes need in the present mode. */
final class PermissionsCheck implements Check {
    private final ApiLinks api;
    private final Used used;
    private final boolean enforce;
    private final SignInCheck signIn;

    PermissionsCheck(Api api, Used used, Settings settings, SignInCheck signIn) {
        this.api = new ApiLinks(api);
        this.used = used;
        this.enforce = List.of("enforce", "approve").contains(settings.text("isolation.mode"));
        this.signIn = signIn;
    }

    @Override
    public String link() {
        return api.permissions();
    }

    @Override
    public List<String> needs() {
        return List.of(SetUp.ROUTES, api.signIn());
    }

    @Override
    public Finding prove() {
        if (signIn.roles().isEmpty()) {
            return Finding.warning(
                    link(),
                    "The token cannot be read. To fix: compare with %s yourself; each call below that is refused names what it lacks."
                            .formatted(String.join(", ", names(needed(true)))));
        }
        Granted granted = new Granted(signIn.roles().get());
        Set<String> missing = granted.missing(needed(enforce));
        Set<String> missingLater = granted.missing(needed(true));
        missingLater.removeAll(missing);
        if (!missing.isEmpty()) {
            return Finding.problem(
                    link(),
                    "missing: %s%s. To fix: add %s of %s, as application permission%s, and grant admin consent (README.md, Go live)."
                            .formatted(
                                    list(missing),
                                    later(missingLater),
                                    missing.size() == 1 ? "it" : "them",
                                    api.resource(),
                                    missing.size() == 1 ? "" : "s"));
        }
        List<String> superfluous = granted.superfluous(needed(true));
        String found = "all that is needed now is granted" + later(missingLater);
        return superfluous.isEmpty()
                ? Finding.ok(link(), found)
                : Finding.warning(
                        link(),
                        "%s; more than the routes need: %s. To fix: take away what nothing else of yours needs."
                                .formatted(found, list(superfluous)));
    }

    private static String later(Set<String> missing) {
        return missing.isEmpty() ? "" : "; needed before isolation.mode = enforce: " + list(missing);
    }

    /** One set of alternatives for each operation; none where one of them is needed for another operation anyway. */
    private List<Set<String>> needed(boolean acting) {
        List<Set<String>> needed = new ArrayList<>();
        for (UsedKamelet kamelet : used.of(api.api())) {
            if (acting || !kamelet.acts()) {
                needed.add(new TreeSet<>(kamelet.permissions()));
            }
        }
        Set<String> anyway = needed.stream()
                .filter(alternatives -> alternatives.size() == 1)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        needed.removeIf(
                alternatives -> alternatives.size() > 1 && alternatives.stream().anyMatch(anyway::contains));
        return needed;
    }

    private static Set<String> names(List<Set<String>> needed) {
        Set<String> names = new TreeSet<>();
        needed.forEach(alternatives -> names.add(String.join(" or ", alternatives)));
        return names;
    }

    private static String list(Collection<String> roles) {
        return String.join(", ", roles);
    }
}
