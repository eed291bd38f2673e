package io.github.defenderroutes.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.defender.DefenderUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of an answer: its rows, what makes each what it is, and a CSV that does no harm. */
class ResultTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("Timestamp", "DateTime"), new Column("DeviceId", "String"), new Column("Count", "Int64"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'@odata.context':'x','schema':[{'name':'A','type':'String'}],'results':[{'A':'1'},{'A':null}]}",
                "{'Stats':{'a':[1]},'Schema':[{'Name':'A','Type':'String'}],'Results':[{'A':'1'},{'A':null}]}"
            })
    void theAnswersOfGraphAndOfDefenderAreReadAlike(String answer) throws IOException {
        Read read = read(answer);

        assertThat(read.columns).containsExactly(new Column("A", "String"));
        assertThat(read.rows).hasSize(2).first().isEqualTo(Map.of("A", "1"));
    }

    @Test
    void withoutASchemaTheFirstRowNamesTheColumns() throws IOException {
        assertThat(read("{'results':[{'A':'1','B':2}]}").columns)
                .extracting(Column::name)
                .containsExactly("A", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{'results':[{'A':1}", "{'results':[1]}", "{'results':[{'A':1}]", "<html>"})
    void anAnswerThatIsNoneOrEndsEarlyIsATroubleOfTheWorld(String answer) {
        assertThatThrownBy(() -> read(answer))
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageStartingWith("The answer to the query is broken");
    }

    @Test
    void aRowIsTheSameWhateverItsTimesSay() {
        RowKey key = new RowKey(List.of(), COLUMNS);

        assertThat(key.of(row("t1", "d1", 1)))
                .isEqualTo(key.of(row("t2", "d1", 1)))
                .hasSize(32);
        assertThat(key.of(row("t1", "d1", 1))).isNotEqualTo(key.of(row("t1", "d1", 2)));
    }

    @Test
    void onlyTheChosenColumnsMakeARow() {
        RowKey key = new RowKey(List.of("DeviceId"), COLUMNS);

        assertThat(key.of(row("t1", "d1", 1))).isEqualTo(key.of(row("t1", "d1", 2)));
        assertThat(key.of(row("t1", "d1", 1))).isNotEqualTo(key.of(row("t1", "d2", 1)));
    }

    @Test
    void valuesThatRunIntoEachOtherAreStillDifferentRows() {
        List<Column> columns = List.of(new Column("A", "String"), new Column("B", "String"));
        RowKey key = new RowKey(List.of(), columns);

        assertThat(key.of(Map.of("A", "xB", "B", ""))).isNotEqualTo(key.of(Map.of("A", "x", "B", "B")));
    }

    @Test
    void aChosenColumnThatTheResultLacksIsAProblem() {
        assertThatThrownBy(() -> new RowKey(List.of("Nowhere"), COLUMNS))
                .isInstanceOf(HuntProblemException.class)
                .hasMessageContaining(
                        "row-key names the column Nowhere, and the result has only Timestamp, DeviceId, Count");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "=cmd|' /C calc'!A0;'=cmd|' /C calc'!A0",
                "+1+1;'+1+1",
                "-2+3;'-2+3",
                "@SUM(A1);'@SUM(A1)",
                "-5;-5",
                "1.5E-3;1.5E-3",
                "plain;plain",
                "^say \"hi\"^;^\"say \"\"hi\"\"\"^",
                "^a,b^;^\"a,b\"^"
            },
            delimiter = ';')
    void aCellThatASpreadsheetWouldRunIsText(String cell, String written) {
        assertThat(Csv.line(List.of(cell))).isEqualTo(written + "\r\n");
    }

    @Test
    void aLineBreakInACellBeginsNoRow() {
        assertThat(Csv.line(List.of("\u0001=x"))).isEqualTo("'=x\r\n");
        assertThat(Csv.line(List.of("a\r\n=b", "\t=c"))).isEqualTo("\"a\r\n=b\",'\t=c\r\n");
    }

    @Test
    void theCsvHoldsWholeRowsAndSaysHowMany() {
        Csv csv = new Csv(40);
        csv.head(List.of("A"));
        for (int i = 0; i < 10; i++) {
            csv.row(List.of("1234567890"));
        }

        assertThat(csv.rows()).isEqualTo(2);
        assertThat(new String(csv.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("\uFEFFA\r\n1234567890\r\n1234567890\r\n");
    }

    private static Map<String, Object> row(String time, String device, int count) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Timestamp", time);
        row.put("DeviceId", device);
        row.put("Count", count);
        return row;
    }

    private static Read read(String json) throws IOException {
        Read read = new Read();
        ResultReader.read(new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), read);
        return read;
    }

    private static final class Read implements ResultReader.Rows {
        private final List<Column> columns = new ArrayList<>();
        private final List<Map<String, Object>> rows = new ArrayList<>();

        @Override
        public void columns(List<Column> names) {
            columns.addAll(names);
        }

        @Override
        public void row(Map<String, Object> row) {
            rows.add(row);
        }

        @Override
        public void end() {
            // nothing is left to do
        }

        @Override
        public int found() {
            return rows.size();
        }
    }
}
