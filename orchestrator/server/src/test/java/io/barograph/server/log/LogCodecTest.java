package io.barograph.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.Jackson;
import io.barograph.api.RungSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepState;
import io.barograph.api.TrialResult;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.Paused;
import io.barograph.server.log.LoggedChange.PriorityChanged;
import io.barograph.server.log.LoggedChange.Resumed;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.search.TrialSampler;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCodecTest {
    private static final SearchSpec GRID = SearchSpec.grid(TestingSpecs.FIVE_BUDGETS);

    @Test
    void readsALogThatWasWrittenBeforeThereWereLadders() throws Exception {
        Submitted submitted = new Submitted(
                "key", TestingSpecs.sweep("s", GRID), 1, TrialSampler.of(GRID).next(0));
        ObjectNode old = tree(submitted);
        ((ObjectNode) old.at("/spec/search")).remove("strategy");
        ((ObjectNode) old.at("/spec/training")).remove("rung");
        for (JsonNode trial : old.get("trials")) {
            ((ObjectNode) trial).remove("after");
        }
        assertThat(LogCodec.read("Submitted", 1, old.toString())).isEqualTo(submitted);

        TrialStarted started = new TrialStarted("t0000", 1, 1, "w", 0, 7, null, null, null, null, null);
        ObjectNode oldStart = tree(started);
        oldStart.remove(List.of("rung", "incarnation", "data"));
        assertThat(LogCodec.read("TrialStarted", 1, oldStart.toString())).isEqualTo(started);
    }

    @Test
    void readsALogThatWasWrittenWhenARungTookAllFineTuningEpochs() throws Exception {
        Submitted submitted = new Submitted(
                "key", TestingSpecs.sweep("s", GRID), 1, TrialSampler.of(GRID).next(0));
        ObjectNode old = tree(submitted);
        ((ObjectNode) old.at("/spec/training/rung")).remove("fineTuneShare");
        Submitted read = (Submitted) LogCodec.read("Submitted", 2, old.toString());
        assertThat(read.spec().training().rung()).isEqualTo(new RungSpec(2, 30, 1));
    }

    @Test
    void readsAResultThatWasWrittenBeforeThereWereOnnxFiles() throws Exception {
        TrialResult result = TestingSpecs.result("s", "t0000", 1, 0.5);
        ObjectNode old = tree(new TrialCompleted(result));
        ObjectNode oldResult = (ObjectNode) old.get("result");
        oldResult.remove(List.of("onnx", "inputs"));
        ObjectNode measured = (ObjectNode) oldResult.get("measurement");
        measured.remove(List.of("modelFileBytes", "latency"));
        measured.put("latencyMillisBatch1", 1.5).put("latencyMillisBatch64", 20.25);
        TrialResult read = ((TrialCompleted) LogCodec.read("TrialCompleted", 3, old.toString())).result();
        assertThat(read.onnx()).isNull();
        assertThat(read.model()).isEqualTo(result.model());
        assertThat(read.measurement().latency()).isNull();
        assertThat(read.measurement().modelFileBytes())
                .as("then the only file was DeepLearning4J's")
                .isEqualTo(result.measurement().fileBytes());
    }

    @Test
    void readsALogThatWasWrittenBeforeDataHadAHash() throws Exception {
        Submitted submitted = new Submitted(
                "key", TestingSpecs.sweep("s", GRID), 1, TrialSampler.of(GRID).next(0));
        ObjectNode old = tree(submitted);
        assertThat(old.at("/spec/dataset").has("hash"))
                .as("no key that changes names")
                .isFalse();
        Submitted read = (Submitted) LogCodec.read("Submitted", 5, old.toString());
        assertThat(read).isEqualTo(submitted);
        assertThat(read.spec().dataset().hash()).isNull();
    }

    @Test
    void readsALogThatWasWrittenBeforeItSaidWhoWantedAChange() throws Exception {
        Submitted submitted = new Submitted(
                "key", TestingSpecs.sweep("s", GRID), 1, TrialSampler.of(GRID).next(0), "ci");
        for (LoggedChange change : List.of(
                submitted,
                new Paused("ci"),
                new Resumed("ci"),
                new PriorityChanged(3, "ci"),
                new Ended(SweepState.CANCELLED, "ci"))) {
            String type = LogCodec.type(change);
            assertThat(LogCodec.read(type, LogCodec.SCHEMA_VERSION, LogCodec.write(change)))
                    .isEqualTo(change);
            ObjectNode old = tree(change);
            assertThat(old.remove("by").asText()).isEqualTo("ci");
            LoggedChange read = LogCodec.read(type, 7, old.toString());
            assertThat(tree(read)).as("nobody is named").isEqualTo(old);
        }
    }

    @Test
    void refusesALogOfANewerVersion() {
        String json = LogCodec.write(new TrialStarted("t0000", 1, 1, "w", 0, 7, null, null, null, null, null));
        assertThatThrownBy(() -> LogCodec.read("TrialStarted", LogCodec.SCHEMA_VERSION + 1, json))
                .hasMessageContaining("newer Barograph");
        assertThatThrownBy(() -> LogCodec.read("TrialPaused", LogCodec.SCHEMA_VERSION, json))
                .hasMessageContaining("newer Barograph");
    }

    @Test
    void refusesEveryEntryThatWasCutShort() {
        String json = LogCodec.write(new TrialStarted("t0000", 1, 1, "w", 0, 7, null, null, null, "process", null));
        for (int length = 0; length < json.length(); length++) {
            String cut = json.substring(0, length);
            assertThatThrownBy(() -> LogCodec.read("TrialStarted", LogCodec.SCHEMA_VERSION, cut))
                    .as(cut)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("damaged TrialStarted");
        }
        assertThatThrownBy(() -> LogCodec.read("TrialStarted", LogCodec.SCHEMA_VERSION, "\"cut\""))
                .hasMessageStartingWith("damaged TrialStarted");
    }

    private static ObjectNode tree(LoggedChange change) throws Exception {
        return (ObjectNode) Jackson.mapper().readTree(LogCodec.write(change));
    }
}
