package io.barograph.api.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.barograph.api.Jackson;
import io.barograph.api.Samples;
import io.barograph.api.SweepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontFilesTest {
    @TempDir
    Path folder;

    @Test
    void reportMarksTheFrontAndLeavesOverTrialsOff() {
        SweepReport report = Samples.report();
        assertThat(report.points()).extracting("trial").containsExactly("t0000", "t0001", "t0002");
        assertThat(report.trials()).hasSize(6);
        assertThat(report.trials()).filteredOn("onFront", true).isEqualTo(report.points());
        assertThat(report.hypervolume()).isPositive();
    }

    @Test
    void jsonIsValidByThePublishedSchema() throws IOException {
        FrontFiles.write(folder, Samples.report());
        assertThat(schema().validate(Jackson.mapper()
                        .readTree(folder.resolve("front.json").toFile())))
                .isEmpty();
    }

    @Test
    void schemaRefusesAnOverTrialAmongThePoints() throws IOException {
        ObjectNode json = Jackson.mapper().valueToTree(Samples.report());
        ((ObjectNode) json.at("/points/0")).put("status", "OVER");
        assertThat(schema().validate(json)).isNotEmpty();
    }

    @Test
    void jsonIsReadBackEqual() throws IOException {
        FrontFiles.write(folder, Samples.report());
        assertThat(FrontFiles.read(folder.resolve("front.json"))).isEqualTo(Samples.report());
    }

    @Test
    void saysInOneLineThatAFileIsNoneOrOnlyAPart() throws IOException {
        Path file = folder.resolve("front.json");
        String whole = FrontFiles.json(Samples.report());
        for (String text :
                List.of(whole.substring(0, whole.length() / 2), "", "apiVersion: barograph.io/v1", "{\"sweep\": 1}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> FrontFiles.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(
                            "it is not the front.json of a sweep, or only a part of it( \\(line \\d+\\))?\\."
                                    + " The command that ran the sweep, given again, writes it anew");
        }
    }

    @Test
    void csvHasOneRowForEachTrialAndAColumnForEachSearchedKey() throws IOException {
        FrontFiles.write(folder, Samples.report());
        List<String> lines = Files.readAllLines(folder.resolve("front.csv"));
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0))
                .startsWith("trial,budget,seed,state,onFront,status,volumeRatio")
                .endsWith(",note,search.prune.learningRate");
        assertThat(lines.get(1)).startsWith("t0000,1.0,1,COMPLETED,true,MET,1.0,");
        assertThat(lines.get(6))
                .startsWith("t0005,0.5,1,FAILED,false,,,")
                .contains("\"loss is NaN, \"\"diverged\"\"\"");
    }

    @Test
    void aWriteReplacesTheFileAndLeavesNoTemporaryOne() throws IOException {
        Path file = folder.resolve("f");
        AtomicFile.write(file, "first");
        AtomicFile.write(file, "second");
        assertThat(Files.readString(file)).isEqualTo("second");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFailedWriteLeavesTheTargetAsItWas() throws IOException {
        Path target = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(target.resolve("inside"), "kept");
        assertThatThrownBy(() -> AtomicFile.write(target, "new")).isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files).containsExactlyInAnyOrder(folder, target, target.resolve("inside"));
        }
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Jackson.mapper().readTree(SweepReport.schema()));
    }
}
