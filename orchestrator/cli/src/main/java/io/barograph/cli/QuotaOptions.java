package io.barograph.cli;

import io.barograph.server.access.Quota;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much the sweeps of a token may be, unless it is an admin's. */
final class QuotaOptions {
    private static final String UNLIMITED = "none";
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,8}");
    private static final Pattern BYTES = Pattern.compile("([1-9]\\d{0,8})([KMGT])?");

    @Option(
            names = "--max-sweeps-per-token",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Most sweeps of a token's name that have not ended, unless it is an admin's; none: any number."
                            + " Default: ${DEFAULT-VALUE}.")
    private String sweeps = UNLIMITED;

    @Option(
            names = "--max-bytes-per-token",
            paramLabel = "BYTES",
            defaultValue = "100G",
            description =
                    "Most bytes that the models of all stored sweeps of a token's name may have when another one is"
                            + " handed in, unless it is an admin's: a number, with K, M, G or T for powers of 1024; none: any"
                            + " number. Default: ${DEFAULT-VALUE}.")
    private String bytes = UNLIMITED;

    /** The quota, which is of no use if there are problems. */
    Quota read(UsageProblems problems) {
        Integer mostSweeps = problems.reading(this::sweeps);
        Long mostBytes = problems.reading(this::bytes);
        return new Quota(mostSweeps, mostBytes);
    }

    private @Nullable Integer sweeps() {
        if (sweeps.equals(UNLIMITED)) {
            return null;
        }
        if (!COUNT.matcher(sweeps).matches()) {
            throw new IllegalArgumentException(
                    "--max-sweeps-per-token must be 1 to 999999999 or " + UNLIMITED + ", was " + sweeps);
        }
        return Integer.valueOf(sweeps);
    }

    private @Nullable Long bytes() {
        if (bytes.equals(UNLIMITED)) {
            return null;
        }
        Matcher given = BYTES.matcher(bytes);
        if (!given.matches()) {
            throw new IllegalArgumentException(
                    "--max-bytes-per-token must be a number of bytes, such as 500M or 100G, or " + UNLIMITED + ", was "
                            + bytes);
        }
        int power = given.group(2) == null ? 0 : 1 + "KMGT".indexOf(given.group(2));
        return Long.parseLong(given.group(1)) << 10 * power;
    }
}
