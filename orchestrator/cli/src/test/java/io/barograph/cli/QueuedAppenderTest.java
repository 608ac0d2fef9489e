package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(60)
class QueuedAppenderTest {
    private static final int THREADS = 4;
    private static final int EACH = QueuedAppender.LINES;
    private static final int WARNS_APART = 100;

    private final LoggerContext context = new LoggerContext();
    private final CountDownLatch disk = new CountDownLatch(1);
    private final Written written = new Written();
    private final QueuedAppender appender = new QueuedAppender();
    private final Logger log = context.getLogger("test");

    /** A disk that takes nothing for a while. */
    private final class Written extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            events.add(event);
        }

        private List<ILoggingEvent> from(Level level) {
            return events.stream()
                    .filter(event -> event.getLevel().isGreaterOrEqual(level))
                    .toList();
        }
    }

    QueuedAppenderTest() {
        context.setMDCAdapter(MDC.getMDCAdapter());
        written.setContext(context);
        written.start();
        appender.setContext(context);
        appender.addAppender(written);
        appender.start();
        log.addAppender(appender);
    }

    @Test
    void aFloodOfLinesWaitsForNothingAndLosesNoWarning() throws Exception {
        Counter dropped = new SimpleMeterRegistry().counter("dropped");
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            threads.add(new Thread(() -> flood()));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(); // although nothing is written
        }
        appender.countIn(dropped);
        disk.countDown();
        log.detachAndStopAllAppenders();

        assertThat(written.from(Level.WARN)).hasSize(THREADS * (EACH / WARNS_APART));
        assertThat(dropped.count())
                .isPositive()
                .isEqualTo((double) THREADS * EACH - written.from(Level.TRACE).size());
    }

    private void flood() {
        for (int i = 1; i <= EACH; i++) {
            if (i % WARNS_APART == 0) {
                log.warn("warning {}", i);
            } else {
                log.info("line {}", i);
            }
        }
    }

    @Test
    void stoppingWritesWhatWaitsAsItWasLogged() {
        MDC.put("sweep", "s");
        log.info("first of {}", 1000);
        MDC.clear();
        for (int i = 1; i < 1000; i++) {
            log.info("line {}", i);
        }
        disk.countDown();
        log.detachAndStopAllAppenders();

        List<ILoggingEvent> all = written.from(Level.TRACE);
        assertThat(all).hasSize(1000);
        assertThat(all.get(0).getFormattedMessage()).isEqualTo("first of 1000");
        assertThat(all.get(0).getMDCPropertyMap()).containsEntry("sweep", "s");
        assertThat(all.get(0).getThreadName()).isEqualTo(Thread.currentThread().getName());
        assertThat(all.get(999).getFormattedMessage()).isEqualTo("line 999");
    }
}
