package io.barograph.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sends the log to a file; the terminal stays quiet unless it is wanted there too. */
final class LogFile {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} %msg%n";
    private static final long LARGEST_BYTES = 10 * FileSize.MB_COEFFICIENT;

    private final List<QueuedAppender> queued = new ArrayList<>();

    private LogFile() {}

    /** Whoever logs waits until it is written. */
    static void open(Path file) {
        LoggerContext context = context();
        root(context).addAppender(rolling(context, file, LogOptions.Format.TEXT));
    }

    /** Written by a thread of its own for each output, see {@link QueuedAppender}; {@link #end} writes what waits. */
    static LogFile open(Path file, LogOptions options) {
        LoggerContext context = context();
        LogFile log = new LogFile();
        if (options.console()) {
            ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
            console.setContext(context);
            console.setTarget("System.err");
            console.setEncoder(encoder(context, options.format()));
            console.start();
            log.queue(context, console);
        }
        log.queue(context, rolling(context, file, options.format()));
        return log;
    }

    /** Lines that could not be written in time are counted there. */
    void countIn(Meters meters) {
        queued.forEach(appender -> appender.countIn(meters.counter(Metric.LOG_LINES_DROPPED)));
    }

    /** Writes what waits, for some seconds at most; nothing is logged any more. */
    static void end() {
        root(context()).detachAndStopAllAppenders();
    }

    private void queue(LoggerContext context, Appender<ILoggingEvent> output) {
        QueuedAppender appender = new QueuedAppender();
        appender.setContext(context);
        appender.addAppender(output);
        appender.start();
        queued.add(appender);
        root(context).addAppender(appender);
    }

    private static Appender<ILoggingEvent> rolling(LoggerContext context, Path file, LogOptions.Format format) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context, format));
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setMinIndex(1);
        rolling.setMaxIndex(2);
        rolling.setFileNamePattern(file + ".%i");
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(LARGEST_BYTES));
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogOptions.Format format) {
        EncoderBase<ILoggingEvent> encoder =
                switch (format) {
                    case TEXT -> {
                        PatternLayoutEncoder text = new PatternLayoutEncoder();
                        text.setPattern(PATTERN);
                        text.setCharset(StandardCharsets.UTF_8);
                        yield text;
                    }
                    case JSON -> {
                        JsonEncoder json = new JsonEncoder();
                        json.setWithSequenceNumber(false);
                        json.setWithNanoseconds(false);
                        json.setWithContext(false);
                        json.setWithArguments(false);
                        json.setWithMessage(false);
                        json.setWithFormattedMessage(true);
                        yield json;
                    }
                };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
