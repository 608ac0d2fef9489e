package io.barograph.cli;

import io.barograph.api.ModelReport;
import io.barograph.api.report.AtomicFile;
import io.barograph.cli.folder.FolderException;
import io.barograph.cli.model.ImageSize;
import io.barograph.node.ModelReader;
import io.barograph.node.NativeBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes an ONNX file of a DeepLearning4J file. */
final class OnnxConversion {
    private OnnxConversion() {}

    /**
     * Writes a DeepLearning4J model as an ONNX file that ONNX Runtime has run.
     *
     * @return what is in the ONNX file
     * @throws CliException {@link ExitCode#BAD_MODEL} if it cannot be read or exported for such images
     */
    static ModelReport write(Path model, ImageSize image, Path target) {
        if (Files.exists(target)) {
            throw new FolderException(target + " exists: remove it, or give another file with --to");
        }
        String missingGpu = NativeBackend.missingGpu();
        if (missingGpu != null) {
            throw new CliException(ExitCode.GPU, missingGpu);
        }
        if (!Files.isRegularFile(model)) {
            throw new CliException(ExitCode.BAD_MODEL, "there is no file " + model);
        }
        byte[] onnx;
        ModelReport report;
        try {
            onnx = ModelReader.onnx(model, image.height(), image.width());
            report = ModelReader.read(onnx);
        } catch (RuntimeException e) {
            throw new CliException(
                    ExitCode.BAD_MODEL,
                    model + " cannot be exported for images of " + image.height() + "x" + image.width() + ": "
                            + e.getMessage(),
                    e);
        } catch (LinkageError e) {
            throw new CliException(
                    ExitCode.MACHINE, "a native library cannot be loaded: " + e + " (barograph doctor tells more)", e);
        }
        try {
            AtomicFile.write(target, onnx);
        } catch (IOException e) {
            throw FolderException.unwritable(target, e);
        }
        return report;
    }
}
