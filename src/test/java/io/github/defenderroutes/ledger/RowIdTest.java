package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowIdTest {
    @Test
    void laterIdsStandBehindEarlierOnes() {
        assertThat(RowId.at(1_764_000_000_000L)).isLessThan(RowId.at(1_764_000_000_001L));
        assertThat(RowId.at(1_764_000_000_001L)).isLessThan(RowId.at(9_764_000_000_000L));
    }

    @Test
    void idsOfOneInstantAreDifferentAllTheSame() {
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> RowId.at(1_764_000_000_000L)))
                .doesNotHaveDuplicates();
    }

    @Test
    void theyAreUuidsOfTheTimeOrderedVersion() {
        UUID id = UUID.fromString(RowId.at(1_764_000_000_000L));

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_764_000_000_000L);
    }
}
