package io.barograph.server.collect;

/** What an artifact is to a sweep, and how long it stays for it. A closed set. */
public enum ArtifactKind {
    /** Until its trial reports a newer one or ends; an attempt's first one, until the attempt is over. */
    CHECKPOINT,
    /** Until every trial that may go on from it has ended. */
    RUNG,
    /** Until every trial that can use this dense network has ended. */
    TEACHER,
    /** As long as its sweep is stored. */
    MODEL,
    /** The ONNX file of a model; as long as its sweep is stored. */
    EXPORT
}
