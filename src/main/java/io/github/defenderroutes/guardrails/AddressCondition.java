package io.github.defenderroutes.guardrails;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** That one of a device's addresses lies in one of these ranges. */
record AddressCondition(String field, List<AddressRange> written, Function<Situation, Reading> looking)
        implements Condition {
    @Override
    public Match match(Situation situation) {
        Reading found = looking.apply(situation);
        List<Optional<AddressRange>> addresses =
                found.values().stream().map(AddressRange::read).toList();
        boolean inside = addresses.stream().flatMap(Optional::stream).anyMatch(address -> written.stream()
                .anyMatch(range -> range.contains(address)));
        boolean complete = found.complete() && addresses.stream().allMatch(Optional::isPresent);
        return inside ? Match.YES : complete ? Match.NO : Match.UNKNOWN;
    }

    @Override
    public Object seen(Situation situation) {
        return looking.apply(situation).shown();
    }

    @Override
    public boolean covers(Condition other) {
        return other instanceof AddressCondition that
                && that.field.equals(field)
                && that.written.stream().allMatch(narrow -> written.stream().anyMatch(wide -> wide.contains(narrow)));
    }
}
