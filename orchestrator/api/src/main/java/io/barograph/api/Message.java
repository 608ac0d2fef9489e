package io.barograph.api;

/** Everything that travels on the event bus: immutable records, encoded by {@link JsonCodec}. */
public sealed interface Message
        permits Ack,
                ArtifactChunk,
                ArtifactPage,
                ArtifactRead,
                ArtifactsQuery,
                CheckSweep,
                EventPage,
                EventsQuery,
                SubmitSweep,
                SweepDeleted,
                SweepEvent,
                SweepPage,
                SweepPlan,
                SweepPriority,
                SweepQuery,
                SweepReport,
                SweepsQuery,
                SweepView,
                TrialAsk,
                TrialAssignment,
                TrialMessage,
                TrialOffer,
                WorkerList,
                WorkersQuery {}
