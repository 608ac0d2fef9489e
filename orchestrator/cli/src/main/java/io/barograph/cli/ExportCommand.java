package io.barograph.cli;

import io.barograph.api.Jackson;
import io.barograph.api.ModelReport;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.model.ImageSize;
import io.barograph.cli.terminal.ExportTable;
import io.barograph.cli.terminal.Figures;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Collects the models of a sweep to ship them, or makes an ONNX file of a DeepLearning4J file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Collects the models on the front of a sweep, checked, with their cards; or makes an ONNX file of one model.",
            "The folder or the file is whole, or not there."
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "DIR|MODEL.zip",
            description = "The folder of a sweep, or its front.json; or a DeepLearning4J file.")
    private Path path = Path.of(".");

    @Option(
            names = "--to",
            paramLabel = "FOLDER|FILE.onnx",
            description = "Where to write; default for a sweep: DIR/export.")
    private @Nullable Path to;

    @Option(
            names = "--trial",
            paramLabel = "NAME",
            description = "A trial to export instead of the front; may be given several times.")
    private List<String> trials = List.of();

    @Option(
            names = "--image",
            paramLabel = "HxW",
            converter = ImageSize.Converter.class,
            description = "Rows and columns of the images of MODEL.zip, such as 28x28.")
    private @Nullable ImageSize image;

    @Option(names = "--json", description = "Print the new front.json, or what is in the ONNX file, as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        boolean model = String.valueOf(path.getFileName()).endsWith(".zip") && !Files.isDirectory(path);
        PrintWriter out = command.commandLine().getOut();
        if (model) {
            exportModel(out);
        } else {
            exportSweep(out);
        }
        out.flush();
        return ExitCode.OK.number();
    }

    private void exportSweep(PrintWriter out) {
        if (image != null) {
            throw wrong("--image is for a DeepLearning4J file, MODEL.zip; " + path + " is none.");
        }
        SweepExport sweep = SweepExport.of(path);
        Path target = to == null ? sweep.defaultTarget() : to;
        List<TrialReport> chosen = sweep.choose(new TreeSet<>(trials));
        SweepReport exported = sweep.write(chosen, target);
        if (json) {
            out.print(FrontFiles.json(exported));
            return;
        }
        ExportTable.render(chosen, CommandOutput.size().columns(), CommandOutput.colours())
                .forEach(out::println);
        out.println();
        out.println("  " + target + ": " + chosen.size() + (chosen.size() == 1 ? " model" : " models")
                + " as .onnx, .zip and .md, and front.json, front.csv");
        if (!exported.state().terminal()) {
            out.println("  The sweep has not ended: this is what it had so far.");
        }
    }

    private void exportModel(PrintWriter out) throws Exception {
        if (image == null || to == null) {
            throw wrong("A DeepLearning4J file needs --image HxW, the size of its images, and --to FILE.onnx.");
        }
        if (!trials.isEmpty()) {
            throw wrong("--trial is for the folder of a sweep; " + path + " is a file.");
        }
        ModelReport report = OnnxConversion.write(path, image, to);
        if (json) {
            out.println(Jackson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            out.println("  " + to + ": " + Figures.bytes(report.fileBytes()) + ", volume " + report.volumePixels()
                    + " maps·pixels, " + report.parameters() + " parameters, " + report.macs()
                    + " multiply-accumulates an image");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
