package io.github.defenderroutes.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A chart over days, worked out so far that a template only has to write it as SVG. Public for the templates, like what is
 * in it.
 *
 * @param marks its bars or points
 * @param grid its horizontal lines
 * @param labels the names of some days, below
 * @param paths lines between points, each as SVG's {@code points}
 * @param empty whether there is nothing to show
 */
public record Chart(
        List<Mark> marks, List<Label> grid, List<Label> labels, List<Path> paths, List<Series> legend, boolean empty) {
    private static final double WIDTH = 560;
    private static final double LEFT = 40;
    private static final double RIGHT = 14;
    private static final double TOP = 10;
    private static final double BOTTOM = 170;
    private static final int MOST_LABELS = 7;
    private static final int LINES = 4;

    /**
     * What is shown for each day.
     *
     * @param tone how it is coloured, see the style sheet
     * @param values one for each day; {@code null} for none
     */
    public record Series(String name, String tone, List<Double> values) {
        static <T> Series of(String name, String tone, List<T> days, Function<T, Double> value) {
            return new Series(name, tone, days.stream().map(value).toList());
        }
    }

    /** A bar, or a point if it is not wide. */
    public record Mark(String tone, double x, double y, double width, double height, String title) {}

    /** A text at a place. */
    public record Label(double at, String text) {}

    /** A line through points. */
    public record Path(String tone, String points) {}

    /** Bars upon each other. */
    static Chart stacked(List<String> days, List<Series> all) {
        double most = 0;
        for (int day = 0; day < days.size(); day++) {
            int today = day;
            most = Math.max(
                    most,
                    all.stream()
                            .mapToDouble(series -> series.values().get(today))
                            .sum());
        }
        double top = top(most);
        double step = (WIDTH - LEFT - RIGHT) / days.size();
        List<Mark> marks = new ArrayList<>();
        for (int day = 0; day < days.size(); day++) {
            double below = 0;
            for (Series series : all) {
                double value = series.values().get(day);
                if (value > 0) {
                    double height = value / top * (BOTTOM - TOP);
                    double y = BOTTOM - (below + value) / top * (BOTTOM - TOP);
                    String title = "%s, %s: %.0f".formatted(days.get(day), series.name(), value);
                    marks.add(new Mark(
                            series.tone(),
                            round(LEFT + day * step + step * 0.12),
                            round(y),
                            round(step * 0.76),
                            round(height),
                            title));
                    below += value;
                }
            }
        }
        return new Chart(marks, grid(top, ""), labels(days, step), List.of(), all, most == 0);
    }

    /** Points and the lines between them; seconds. */
    static Chart lines(List<String> days, List<Series> all) {
        double most = all.stream()
                .flatMap(series -> series.values().stream())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double top = top(most);
        double step = (WIDTH - LEFT - RIGHT) / days.size();
        List<Mark> marks = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        for (Series series : all) {
            List<String> points = new ArrayList<>();
            for (int day = 0; day < days.size(); day++) {
                Double value = series.values().get(day);
                if (value != null) {
                    double x = round(LEFT + (day + 0.5) * step);
                    double y = round(BOTTOM - value / top * (BOTTOM - TOP));
                    points.add(x + "," + y);
                    String title = String.format(Locale.ROOT, "%s, %s: %.1f s", days.get(day), series.name(), value);
                    marks.add(new Mark(series.tone(), x, y, 0, 0, title));
                }
            }
            paths.add(new Path(series.tone(), String.join(" ", points)));
        }
        return new Chart(marks, grid(top, " s"), labels(days, step), paths, all, marks.isEmpty());
    }

    /** A round number at or above the most, which the lines divide well. */
    private static double top(double most) {
        if (most <= LINES) {
            return LINES;
        }
        double magnitude = Math.pow(10, Math.floor(Math.log10(most / LINES)));
        return Stream.of(1.0, 2.0, 2.5, 5.0, 10.0)
                .map(factor -> factor * magnitude * LINES)
                .filter(candidate -> candidate >= most)
                .findFirst()
                .orElse(most);
    }

    private static List<Label> grid(double top, String unit) {
        List<Label> grid = new ArrayList<>();
        for (int line = 0; line <= LINES; line++) {
            double value = top * line / LINES;
            String text = value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
            grid.add(new Label(round(BOTTOM - (BOTTOM - TOP) * line / LINES), text + unit));
        }
        return grid;
    }

    private static List<Label> labels(List<String> days, double step) {
        int every = Math.max(1, (int) Math.ceil((double) days.size() / MOST_LABELS));
        List<Label> labels = new ArrayList<>();
        for (int day = days.size() - 1; day >= 0; day -= every) {
            labels.add(new Label(round(LEFT + (day + 0.5) * step), days.get(day).substring(5)));
        }
        return labels;
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
