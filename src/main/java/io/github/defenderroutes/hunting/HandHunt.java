package io.github.defenderroutes.hunting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** A query run by hand, through the same route. Nothing comes of it but what it found. */
public final class HandHunt implements ResultReader.Rows {
    /** In characters: the process that answers may have little memory, and alerts to handle. */
    private static final int MOST_TEXT = 10_000_000;

    private static final String ROUTE = "direct:run-hunting-query";

    private final int most;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private List<Column> columns = List.of();
    private int found;
    private int text;
    private String problem;

    private HandHunt(int most) {
        this.most = most;
    }

    /** @param most rows to be kept, or fewer if they are long; the others are only counted */
    public static HandHunt run(CamelContext camel, HuntingQuery query, int most) {
        HandHunt hunt = new HandHunt(most);
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("hunt", Hunt.byHand(query, hunt));
        Exchange ended = camel.createFluentProducerTemplate()
                .to(ROUTE)
                .withExchange(exchange)
                .send();
        if (ended.getException() != null) {
            hunt.problem = ended.getException().getMessage();
        }
        return hunt;
    }

    @Override
    public void columns(List<Column> read) {
        columns = read;
    }

    @Override
    public void row(Map<String, Object> row) {
        found++;
        if (rows.size() < most && text < MOST_TEXT) {
            text += row.values().stream()
                    .mapToInt(value -> Cells.text(value).length())
                    .sum();
            rows.add(new LinkedHashMap<>(row));
        }
    }

    @Override
    public void end() {
        // nothing is left to do
    }

    @Override
    public int found() {
        return found;
    }

    /** Why it could not be run; empty if it was. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The names of the columns. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** The first rows, by the names of the columns. */
    public List<Map<String, Object>> rows() {
        return rows;
    }

    /** The first rows, cell by cell, as text. */
    public List<List<String>> cells() {
        return rows.stream()
                .map(row ->
                        names().stream().map(name -> Cells.text(row.get(name))).toList())
                .toList();
    }

    /** Cells as a line of CSV, harmless in a spreadsheet. */
    public static String csv(List<String> cells) {
        return Csv.line(cells);
    }
}
