package io.barograph.metrics;

/** The reference page of the rules for Prometheus, made of themselves. */
public final class RulesReference {
    private static final String HEAD =
            """
            # Rules for Prometheus

            `./barograph rules` prints recording rules and alerts; [operations](../operations.md) says what to do about each. A
            parameter is given another value with `--set NAME=VALUE`. `--kubernetes` prints a `PrometheusRule`.

            ```sh
            ./barograph rules --set noProgressSeconds=7200 --set runbookUrl=https://wiki.example.org/barograph > barograph.rules.yaml
            promtool check rules barograph.rules.yaml
            ```

            ## Parameters

            | parameter | default | value | meaning |
            |---|---|---|---|
            """;

    private RulesReference() {}

    /** Markdown. */
    public static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        for (RuleParameter parameter : RuleParameter.values()) {
            row(
                    page,
                    "`" + parameter.key() + "`",
                    "`" + parameter.value() + "`",
                    parameter.kind().allowed(),
                    parameter.meaning());
        }
        RuleFile file = RuleFile.of(Rules.standard());
        page.append("\n## Alerts\n\n| alert | severity | says |\n|---|---|---|\n");
        for (RuleFile.Alert alert : file.alerts()) {
            String link = "[" + alert.name() + "](../" + alert.runbook().replace("docs/", "") + ")";
            row(page, link, alert.severity(), alert.summary());
        }
        page.append("\n## Recorded\n\nAt the parameters' defaults.\n\n| series | of |\n|---|---|\n");
        for (RuleFile.Recorded recorded : file.records()) {
            row(page, "`" + recorded.name() + "`", "`" + recorded.expression().replaceAll("\\s+", " ") + "`");
        }
        return page.toString();
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
