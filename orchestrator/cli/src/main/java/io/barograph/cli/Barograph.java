package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import java.io.PrintWriter;
import java.security.Security;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code barograph} command. */
@Command(
        name = "barograph",
        description = "Prunes networks to budgets and draws the front of accuracy against volume.",
        subcommands = {
            ShowCommand.class,
            InspectCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            DoctorCommand.class,
            DataCommand.class,
            OrchestratorCommand.class,
            MigrateCommand.class,
            TokenCommand.class,
            AuditCommand.class,
            SubmitCommand.class,
            WatchCommand.class,
            ListCommand.class,
            TrialsCommand.class,
            FrontCommand.class,
            FetchCommand.class,
            CompareCommand.class,
            SteerCommand.Cancel.class,
            SteerCommand.Pause.class,
            SteerCommand.Resume.class,
            SteerCommand.Prioritise.class,
            DeleteCommand.class,
            RulesCommand.class,
            CompletionCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Barograph implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Barograph.class);

    /** Packages that the image of orchestrators leaves out. */
    private static final Pattern NETWORKS =
            Pattern.compile("(org/bytedeco|org/nd4j|org/deeplearning4j|ai/onnxruntime)/");

    static {
        // Read once, before the first name is looked up. Java believes an answer for 30 s: too long for members
        // that come back under another address.
        Security.setProperty("networkaddress.cache.ttl", "5");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces of errors.")
    private boolean debug;

    /** Runs the command and ends the process with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        runWith(BarTrainerSource::ofWorker, arguments);
    }

    /** As {@link #main}, with other trainers in the workers of a cluster. */
    public static void runWith(WorkerTrainers workers, String... arguments) {
        StandardOutput output = StandardOutput.install(); // before a command line that keeps what it prints to
        CommandLine line = commandLine(new BarTrainerSource(), workers);
        int code = execute(line, arguments);
        line.getOut().flush();
        String loss = output.loss();
        if (loss != null) {
            line.getErr().println("barograph: " + loss);
        }
        end(loss != null && code == ExitCode.OK.number() ? ExitCode.FOLDER.number() : code);
    }

    private static int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (NoClassDefFoundError e) {
            if (!NETWORKS.matcher(String.valueOf(e.getMessage())).find()) {
                throw e;
            }
            LOG.error("the command failed", e);
            line.getErr()
                    .println("barograph: this command needs libraries for networks, which this installation is made"
                            + " without: use that of workers (no " + e.getMessage() + ")");
            return ExitCode.MACHINE.number();
        }
    }

    /** Ends the process. */
    static void end(int code) {
        System.out.flush();
        System.err.flush();
        LogFile.end();
        // Not exit: threads of native libraries must not hold up or change the end of a command that is done.
        Runtime.getRuntime().halt(code);
    }

    /** The command line of {@link #main}, to look at its commands or to parse arguments without carrying them out. */
    public static CommandLine commandLine() {
        return commandLine(new BarTrainerSource());
    }

    /** The command line with this trainer in its embedded worker. */
    static CommandLine commandLine(TrainerSource trainers) {
        return commandLine(trainers, BarTrainerSource::ofWorker);
    }

    /** The command line with these trainers in its embedded worker and in those of a cluster. */
    static CommandLine commandLine(TrainerSource trainers, WorkerTrainers workers) {
        Barograph barograph = new Barograph();
        CommandLine line = new CommandLine(barograph)
                .addSubcommand(new RunCommand(trainers))
                .addSubcommand(new WorkerCommand(workers))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, failed, result) -> barograph.explain(failure, failed));
        return CommandGroups.applyTo(line);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Please name a command.");
    }

    private int explain(Exception failure, CommandLine line) {
        LOG.error("the command failed", failure);
        PrintWriter err = line.getErr();
        CliException known = understood(failure);
        err.println("barograph: " + known.getMessage());
        if (debug) {
            failure.printStackTrace(err);
        }
        return known.exitCode().number();
    }

    private static CliException understood(Exception failure) {
        if (failure instanceof CliException known) {
            return known;
        }
        if (failure instanceof FolderException folder) {
            return new CliException(ExitCode.FOLDER, String.valueOf(folder.getMessage()), folder);
        }
        if (FolderException.isDiskFull(failure)) {
            return new CliException(
                    ExitCode.FOLDER, "no space left on the disk: make room, then give the same command again", failure);
        }
        return new CliException(
                ExitCode.INTERNAL, "unexpected: " + failure + " (--debug shows where; please report it)", failure);
    }
}
