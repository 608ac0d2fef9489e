package io.barograph.api;

/** Everything that travels on the event bus: immutable records, encoded by {@link JsonCodec}. */
public sealed interface Message
        permits Ack,
                ArtifactChunk,
                ArtifactPage,
                ArtifactRead,
                ArtifactsQuery,
                EventPage,
                EventsQuery,
                SubmitSweep,
                SweepDeleted,
                SweepEvent,
                SweepPriority,
                SweepQuery,
                SweepReport,
                SweepView,
                TrialAsk,
                TrialAssignment,
                TrialMessage,
                TrialOffer,
                WorkerList,
                WorkersQuery {}
