package io.barograph.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.barograph.api.Jackson;
import io.barograph.api.ModelReport;
import io.barograph.api.report.AtomicFile;
import io.barograph.cli.model.ImageSize;
import io.barograph.cli.model.ModelFile;
import io.barograph.cli.model.ModelOrigin;
import io.barograph.cli.model.ModelText;
import io.barograph.cli.terminal.Figures;
import io.barograph.server.network.NetworkPicture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is in a model file, also in one that others made. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Shows what is in a model file: where it comes from, its layers, volume, weights and costs.")
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "An ONNX file, or a DeepLearning4J file (.zip).")
    private Path path = Path.of("");

    @Option(
            names = "--image",
            paramLabel = "HxW",
            converter = ImageSize.Converter.class,
            description = "Rows and columns of its images, such as 28x28; for a .zip, which does not say.")
    private @Nullable ImageSize image;

    @Option(names = "--json", description = "Print everything that was found as JSON.")
    private boolean json;

    @Option(names = "--picture", paramLabel = "FILE", description = "Draw the layers into FILE, .svg or .png.")
    private @Nullable Path picture;

    @Override
    public Integer call() {
        requireSense();
        ModelFile file = ModelFile.read(path, image);
        if (picture != null) {
            draw(file, picture);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(file.report()));
        } else {
            ModelText.render(file, CommandOutput.size().columns(), CommandOutput.colours())
                    .forEach(out::println);
        }
        out.flush();
        return ExitCode.OK.number();
    }

    private void requireSense() {
        boolean zip = hasSuffix(path, ".zip");
        if (zip && image == null) {
            throw wrong("A .zip does not say how large its images are: add --image HxW, such as --image 28x28.");
        }
        if (!zip && image != null) {
            throw wrong("--image is for a .zip; an ONNX file says itself how large its images are.");
        }
        if (picture != null && !hasSuffix(picture, ".svg") && !hasSuffix(picture, ".png")) {
            throw wrong("--picture FILE must end in .svg or .png, was '" + picture + "'.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static boolean hasSuffix(Path path, String suffix) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    private static String json(ModelReport report) {
        try {
            return Jackson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void draw(ModelFile file, Path target) {
        ModelReport report = file.report();
        ModelOrigin origin = new ModelOrigin(report);
        String named = origin.title();
        String title = named != null ? named : String.valueOf(file.path().getFileName());
        String subtitle = "volume " + origin.volume() + ", " + Figures.count(report.parameters()) + " weights, "
                + Figures.count(report.macs()) + " MACs";
        byte[] content = hasSuffix(target, ".png")
                ? NetworkPicture.png(title, subtitle, report.layers())
                : NetworkPicture.svg(title, subtitle, report.layers()).getBytes(StandardCharsets.UTF_8);
        try {
            AtomicFile.write(target, content);
        } catch (IOException e) {
            String reason = e instanceof NoSuchFileException ? "there is no such folder" : e.getMessage();
            throw new CliException(ExitCode.FOLDER, "cannot write " + target + ": " + reason, e);
        }
    }
}
