package io.barograph.bench;

/** How PyTorch keeps activations in memory, as its scripts are told. */
enum TorchLayout {
    CONTIGUOUS("contiguous"),
    CHANNELS_LAST("channels-last");

    private final String argument;

    TorchLayout(String argument) {
        this.argument = argument;
    }

    /**
     * The one that took less time.
     *
     * @param seconds of every layout, in their order
     */
    static TorchLayout faster(double[] seconds) {
        return seconds[0] <= seconds[1] ? CONTIGUOUS : CHANNELS_LAST;
    }

    @Override
    public String toString() {
        return argument;
    }
}
