package io.carillon;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * What a logger says between {@link #listen} and {@link #close}, as an operator reads it: {@code WARN what was said},
 * with the exception's class and message behind it where a trace would stand.
 */
public final class LinesHeard extends Handler {
    private static final PatternFormatter TEXT = new PatternFormatter("%p %s");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger;

    /** Of this logger and those below it; the empty name is that of all. */
    public LinesHeard(String logger) {
        this.logger = Logger.getLogger(logger);
    }

    /** Of this class. */
    public LinesHeard(Class<?> speaker) {
        this(speaker.getName());
    }

    /** From now on. */
    public void listen() {
        logger.addHandler(this);
    }

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        String trace = line.getThrown() == null
                ? ""
                : " + " + line.getThrown().getClass().getSimpleName() + ": "
                        + line.getThrown().getMessage();
        lines.add(TEXT.format(ExtLogRecord.wrap(line)) + trace);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
