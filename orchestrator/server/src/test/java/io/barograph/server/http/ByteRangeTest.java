package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRangeTest {
    @Test
    void understandsOneRange() {
        assertThat(ByteRange.of("bytes=0-0", 10)).isEqualTo(new ByteRange(0, 1));
        assertThat(ByteRange.of("bytes=2-5", 10)).isEqualTo(new ByteRange(2, 6));
        assertThat(ByteRange.of("bytes=2-500", 10)).isEqualTo(new ByteRange(2, 10));
        assertThat(ByteRange.of("bytes=7-", 10)).isEqualTo(new ByteRange(7, 10));
        assertThat(ByteRange.of("bytes=-3", 10)).isEqualTo(new ByteRange(7, 10));
        assertThat(ByteRange.of("bytes=-30", 10)).isEqualTo(new ByteRange(0, 10));
    }

    @Test
    void saysWhenThereIsNothingInIt() {
        assertThat(ByteRange.of("bytes=10-", 10)).isSameAs(ByteRange.NONE);
        assertThat(ByteRange.of("bytes=10-20", 10)).isSameAs(ByteRange.NONE);
        assertThat(ByteRange.of("bytes=-0", 10)).isSameAs(ByteRange.NONE);
        assertThat(ByteRange.of("bytes=0-", 0)).isSameAs(ByteRange.NONE);
    }

    @Test
    void whatItDoesNotUnderstandAsksForAll() {
        for (String header : new String[] {"bytes=5-2", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", ""}) {
            assertThat(ByteRange.of(header, 10)).as(header).isNull();
        }
        assertThat(ByteRange.of("bytes=" + "9".repeat(30) + "-", 10)).isNull();
        assertThat(ByteRange.of(null, 10)).isNull();
    }
}
