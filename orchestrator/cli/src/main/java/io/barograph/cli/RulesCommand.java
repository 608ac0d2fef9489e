package io.barograph.cli;

import io.barograph.metrics.Rules;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints rules for Prometheus. */
@Command(
        name = "rules",
        description = {
            "Prints recording rules and alerts for Prometheus.",
            "docs/reference/rules.md lists their parameters, docs/operations.md says what to do about an alert."
        })
final class RulesCommand extends CommandHead {
    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Give a parameter another value than its default; may be repeated.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(names = "--kubernetes", description = "Print a PrometheusRule for the Prometheus operator in Kubernetes.")
    private boolean kubernetes;

    @Override
    public Integer call() {
        Rules rules = rules();
        out().print(kubernetes ? rules.kubernetesObject() : rules.file());
        out().flush();
        return ExitCode.OK.number();
    }

    private Rules rules() {
        try {
            return Rules.of(changes);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
