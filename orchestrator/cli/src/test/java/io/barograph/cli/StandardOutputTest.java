package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {
    @TempDir
    Path folder;

    @Test
    void whatCouldNotBeWrittenIsNoSuccess() throws Exception {
        try (TestingCommand command = TestingCommand.writingTo(new File("/dev/full"), folder, "completion", "bash")) {
            assertThat(command.exitCode()).isEqualTo(ExitCode.FOLDER.number());
            assertThat(command.err()).contains("cannot write to standard output: no space left on the disk");
        }
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        stream.println("a line");
        assertThat(stream.checkError()).isTrue();
        assertThat(output.loss()).isNull();
    }
}
