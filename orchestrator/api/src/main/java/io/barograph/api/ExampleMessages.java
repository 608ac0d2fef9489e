package io.barograph.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages that have what most messages have in them. */
final class ExampleMessages {
    private static final String NAME = "example";

    private ExampleMessages() {}

    static List<Message> all() {
        DatasetSpec dataset = DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE);
        NetworkSpec network = new NetworkSpec.ResNet(8, 4);
        SweepSpec spec = SweepSpec.of(NAME, dataset, network, SearchSpec.grid(List.of(1.0)));
        TrialConfig config = new TrialConfig(NAME, 0, 1, 1, new TreeMap<>(), spec.training());
        TrialAssignment assignment =
                new TrialAssignment(NAME, config, dataset, network, 1, 1, null, NAME, null, false, null, null);
        EpochReport epoch =
                new EpochReport(NAME, NAME, 1, Phase.PRUNE, 1, new TreeMap<>(Map.of("loss", 0.5)), null, null, null);
        List<SweepChange> changes = List.of(
                new SweepChange.TrialStarted(NAME, 1, 1, NAME),
                new SweepChange.EpochEnded(epoch),
                new SweepChange.TrialEnded(NAME, 1, TrialState.FAILED, null, NAME));
        List<SweepEvent> events = changes.stream()
                .map(change -> new SweepEvent(NAME, 1, Instant.EPOCH, change))
                .toList();
        return List.of(
                new SubmitSweep(NAME, spec),
                new SweepView(NAME, spec, SweepState.RUNNING, Instant.EPOCH, new TreeMap<>(), 1, 1, NAME),
                TrialAsk.of(NAME, 0, 1),
                TrialOffer.of(assignment, NAME),
                epoch,
                Ack.OK,
                EventsQuery.of(NAME, 0, 1),
                new EventPage(events, 1L));
    }
}
