package io.barograph.cli.model;

import io.barograph.api.ModelReport;
import io.barograph.cli.terminal.Figures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a model file says of itself, in words. A file made by others says nothing, or nothing that can be relied on. */
public final class ModelOrigin {
    private static final String PREFIX = "barograph.";

    private final SortedMap<String, String> metadata;
    private final long volumePixels;

    public ModelOrigin(ModelReport report) {
        metadata = report.metadata();
        volumePixels = report.volumePixels();
    }

    /** The trial and the sweep; null if the file does not name both. */
    public @Nullable String title() {
        String trial = text("trial");
        String sweep = text("sweep");
        return trial == null || sweep == null ? null : "trial " + trial + " of sweep " + sweep;
    }

    /** The volume beside that of the dense network and what was asked; the bare number if the file says neither. */
    public String volume() {
        Double dense = number("volume.dense");
        Double budget = number("budget");
        if (dense == null || dense < 1) {
            return Figures.count(volumePixels) + (budget == null ? "" : " (asked " + Figures.budget(budget) + ")");
        }
        return Figures.ratio(volumePixels / dense) + " of the dense network's"
                + (budget == null ? "" : " (asked " + Figures.budget(budget) + ")");
    }

    /** What the file says, by what it is about; empty if it says nothing. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String key : new String[] {"sweep", "trial", "seed"}) {
            put(facts, key, text(key));
        }
        put(facts, "data set", text("dataset"));
        if (text("volume.dense") != null || text("budget") != null) {
            facts.put("volume", volume());
        }
        Double said = number("volume");
        if (said != null && said != volumePixels) {
            facts.put("beware", "the file says that its volume is " + text("volume") + ", but it is " + volumePixels);
        }
        return facts;
    }

    private static void put(Map<String, String> facts, String key, @Nullable String value) {
        if (value != null) {
            facts.put(key, value);
        }
    }

    private @Nullable String text(String key) {
        String text = metadata.get(PREFIX + key);
        return text == null || text.isBlank() ? null : text;
    }

    /** A number above 0; null if the file says none, or something else. */
    private @Nullable Double number(String key) {
        String text = text(key);
        try {
            double number = text == null ? 0 : Double.parseDouble(text);
            return number > 0 && number < Double.POSITIVE_INFINITY ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
