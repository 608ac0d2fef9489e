package io.barograph.server.store;

import io.barograph.api.SweepChangeType;
import io.barograph.server.log.LoggedChange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Under which names the log has what clients see as changes of some type. */
final class StoredTypes {
    private static final String EPOCH = LoggedChange.EpochEnded.class.getSimpleName();

    private StoredTypes() {}

    static Set<String> of(Set<SweepChangeType> types) {
        return types.stream()
                .flatMap(type -> names(type).stream())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Class<? extends LoggedChange>> names(SweepChangeType type) {
        return switch (type) {
            case SUBMITTED -> List.of(LoggedChange.Submitted.class);
            case TRIAL_STARTED -> List.of(LoggedChange.TrialStarted.class);
            case EPOCH_ENDED -> List.of(LoggedChange.EpochEnded.class);
            case TRIAL_RETURNED -> List.of(LoggedChange.TrialReturned.class);
            case TRIAL_ENDED ->
                List.of(
                        LoggedChange.TrialCompleted.class,
                        LoggedChange.TrialFailed.class,
                        LoggedChange.TrialCancelled.class);
            case FRONT_CHANGED -> List.of(LoggedChange.FrontChanged.class);
            case PAUSED -> List.of(LoggedChange.Paused.class);
            case RESUMED -> List.of(LoggedChange.Resumed.class);
            case PRIORITY_CHANGED -> List.of(LoggedChange.PriorityChanged.class);
            case ENDED -> List.of(LoggedChange.Ended.class);
        };
    }

    /** A condition on entries, to go after another one; without epochs one that an index has. */
    static String condition(Set<SweepChangeType> types) {
        if (types.isEmpty()) {
            return "";
        }
        Set<String> names = of(types);
        return names.stream().collect(Collectors.joining("', '", " and type in ('", "')"))
                + (names.contains(EPOCH) ? "" : " and type <> '" + EPOCH + "'");
    }
}
