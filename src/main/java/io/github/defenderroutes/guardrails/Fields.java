package io.github.defenderroutes.guardrails;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds in alert, device and facts what conditions look at. */
final class Fields {
    private Fields() {}

    /** The addresses of its network cards, and the one that Defender saw last. */
    static Reading addresses(Situation situation) {
        Map<String, ?> device = situation.device();
        List<String> found = new ArrayList<>();
        Reading last = Reading.text(device.get("lastIpAddress"));
        found.addAll(last.values());
        boolean complete = last.complete();
        if (device.get("ipAddresses") instanceof List<?> cards) {
            for (Object card : cards) {
                Reading address = Reading.text(card instanceof Map<?, ?> map ? map.get("ipAddress") : null);
                address.values().stream().filter(one -> !found.contains(one)).forEach(found::add);
                complete &= address.complete();
            }
        } else {
            complete = false;
        }
        return new Reading(List.copyOf(found), complete);
    }

    /** {@code null} says that nothing was recognised, and not that we do not know. */
    static Reading threatFamily(Situation situation) {
        Map<String, ?> alert = situation.alert();
        return alert.containsKey("threatFamilyName") && alert.get("threatFamilyName") == null
                ? new Reading(List.of(), true)
                : Reading.text(alert.get("threatFamilyName"));
    }

    /** Whom the alert names: the user it is about, who was logged on, and accounts in its evidence. */
    static Reading users(Situation situation) {
        Map<String, ?> alert = situation.alert();
        List<String> found = new ArrayList<>();
        boolean complete = account(found, alert.get("relatedUser"), "userName");
        complete &= accounts(found, alert.get("loggedOnUsers"), user -> true);
        complete &= accounts(found, alert.get("evidence"), Fields::mayBeAccount);
        return new Reading(found.stream().distinct().toList(), complete && !found.isEmpty());
    }

    /** @return false if there is an account that cannot be read */
    private static boolean accounts(List<String> found, Object listed, Predicate<Object> wanted) {
        if (!(listed instanceof List<?> entries)) {
            return listed == null;
        }
        boolean complete = true;
        for (Object entry : entries) {
            if (wanted.test(entry)) {
                complete &= account(found, entry, "accountName");
            }
        }
        return complete;
    }

    /** Evidence that does not say what it is may be an account. */
    private static boolean mayBeAccount(Object evidence) {
        return !(evidence instanceof Map<?, ?> entry && entry.get("entityType") instanceof String type)
                || type.equals("User");
    }

    /** @return false if there is an account that cannot be read */
    private static boolean account(List<String> found, Object account, String nameField) {
        if (!(account instanceof Map<?, ?> map)) {
            return account == null;
        }
        Optional<String> name = text(map, nameField);
        Optional<String> domain = text(map, "domainName");
        name.map(known -> domain.map(of -> of + "\\" + known).orElse(known)).ifPresent(found::add);
        text(map, "userPrincipalName").ifPresent(found::add);
        return name.isPresent();
    }

    private static Optional<String> text(Map<?, ?> map, String field) {
        return map.get(field) instanceof String text && !text.isBlank() ? Optional.of(text.strip()) : Optional.empty();
    }

    static Optional<Boolean> isMerged(Situation situation) {
        return situation.device().containsKey("mergedIntoMachineId")
                ? Optional.of(situation.device().get("mergedIntoMachineId") != null)
                : Optional.empty();
    }

    /** By its whole name, or from one map into the next: {@code cmdb.owner}. */
    static Reading fact(Situation situation, String name) {
        Object found = situation.learnt().facts();
        if (found instanceof Map<?, ?> facts && facts.containsKey(name)) {
            return fact(facts.get(name));
        }
        for (String part : name.split("\\.")) {
            found = found instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return fact(found);
    }

    private static Reading fact(Object value) {
        if (value instanceof List<?> list) {
            List<String> texts =
                    list.stream().filter(Fields::isPlain).map(String::valueOf).toList();
            return new Reading(texts, texts.size() == list.size());
        }
        return isPlain(value) ? Reading.one(value.toString().strip()) : Reading.UNREADABLE;
    }

    private static boolean isPlain(Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || value instanceof CharSequence text && !text.toString().isBlank();
    }

    /** A name without a dot in the pattern may be the whole name or what stands before its first dot. */
    static boolean isName(Glob written, String found) {
        return written.matches(found)
                || !written.toString().contains(".") && written.matches(found.replaceFirst("\\..*", ""));
    }

    /** {@code T1059} is also {@code T1059.001}. */
    static boolean isTechnique(Glob written, String found) {
        return written.matches(found) || written.matches(found.replaceFirst("\\..*", ""));
    }

    /** A name without a domain in the pattern, before or behind it, may be in any domain. */
    static boolean isUser(Glob written, String found) {
        return written.matches(found)
                || !written.toString().contains("\\") && written.matches(found.replaceFirst("^.*\\\\", ""))
                || !written.toString().matches(".*[\\\\@].*") && written.matches(found.replaceFirst("@.*", ""));
    }

    /** @param users the API's list of who logged on; empty if one of them cannot be read and none is known to be one */
    static Optional<Boolean> isDomainAdmin(Map<String, ?> users) {
        if (users == null || !(users.get("value") instanceof List<?> list)) {
            return Optional.empty();
        }
        List<Object> flags = new ArrayList<>();
        list.forEach(user -> flags.add(user instanceof Map<?, ?> map ? map.get("isDomainAdmin") : null));
        if (flags.contains(true)) {
            return Optional.of(true);
        }
        return flags.stream().allMatch(Boolean.FALSE::equals) ? Optional.of(false) : Optional.empty();
    }
}
