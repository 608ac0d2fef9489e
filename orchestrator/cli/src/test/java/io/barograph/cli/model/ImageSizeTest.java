package io.barograph.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ImageSizeTest {
    private final ImageSize.Converter converter = new ImageSize.Converter();

    @Test
    void readsRowsAndColumns() {
        assertThat(converter.convert("28x32")).isEqualTo(new ImageSize(28, 32));
        assertThat(converter.convert("1x65535")).isEqualTo(new ImageSize(1, 65_535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"28", "28x", "28X28", "28x28x1", "-1x4", "0x28", "28x65536", "999999x1", "٣x٣", ""})
    void refusesWhatIsNoSize(String value) {
        assertThatThrownBy(() -> converter.convert(value)).isInstanceOf(TypeConversionException.class);
    }
}
