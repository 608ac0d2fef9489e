package io.barograph.cli;

/** How the {@code barograph} command ends. */
public enum ExitCode {
    OK(0, "everything that was asked is done"),
    INTERNAL(1, "a defect of Barograph; the log has the details"),
    USAGE(2, "the command line is wrong, or the certificates that it names cannot be used"),
    BAD_SPEC(3, "the sweep spec is missing, unreadable or invalid; every problem is listed with its place"),
    BAD_DATA(4, "the data set is missing, truncated or corrupt"),
    FOLDER(
            5,
            "the folder is in use, belongs to another sweep, is not writable, or its disk is full, or standard output cannot be"
                    + " written; or the artifact store refuses the key"),
    TRIALS_FAILED(6, "the sweep ended, but some of its trials failed"),
    STORE(7, "the database could not be started or reached, stopped working, or holds a log that cannot be used"),
    BAD_MODEL(
            8,
            "a model file is missing, unreadable, too large, broken, not the one that was recorded, or of a form that cannot be used"),
    CLUSTER(
            9,
            "the cluster could not be joined or asked: nobody answers there, the server's certificate is not believed, nobody would listen to this member's, the address cannot be listened on, or its server is asked too much"),
    MACHINE(10, "Java 17, AVX2, Linux x86-64, Maven or a native library is missing, or the build failed"),
    GPU(11, "the build is for NVIDIA GPUs (profile cuda), and there is none that it can use"),
    VIOLATED(12, "verify found something in the history of the sweep that is not as it must be"),
    DENIED(13, "the server does not take the token, or its role or quota does not allow this"),
    INTERRUPTED(130, "stopped by Ctrl-C (SIGINT); the same command goes on"),
    TERMINATED(143, "stopped by SIGTERM; the same command goes on");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** One sentence for the user. */
    public String meaning() {
        return meaning;
    }
}
