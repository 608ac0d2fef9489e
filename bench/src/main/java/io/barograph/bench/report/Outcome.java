package io.barograph.bench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What an experiment showed: figures, and whatever was lost or doubled. */
public final class Outcome {
    private static final int SHOWN = 5;

    private final String experiment;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private boolean checked;

    public Outcome(String experiment) {
        this.experiment = experiment;
    }

    public void add(Figure figure) {
        figures.add(figure);
    }

    /** @param what a check found, or nothing */
    public void violated(List<String> what) {
        checked = true;
        violations.addAll(what);
    }

    public boolean isSound() {
        return violations.isEmpty();
    }

    public void print() {
        System.out.println(experiment);
        figures.forEach(figure -> System.out.println(figure.line()));
        violations.stream().limit(SHOWN).forEach(what -> System.out.println("  BROKEN: " + what));
        if (checked) {
            System.out.println(
                    isSound() ? "  nothing lost or doubled" : "  BROKEN in " + violations.size() + " places");
        }
        System.out.println();
    }

    public void writeTo(ObjectNode node) {
        node.put("experiment", experiment);
        ArrayNode list = node.putArray("figures");
        figures.forEach(figure -> figure.in(list.addObject()));
        ArrayNode broken = node.putArray("broken");
        violations.forEach(broken::add);
    }
}
