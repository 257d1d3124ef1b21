package io.carillon.orchestration;

import java.util.Queue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Keeps log lines as text, as {@code WARN what was said}, with the exception's class behind it where a trace would stand. */
final class LinesHeard extends Handler {
    private static final PatternFormatter TEXT = new PatternFormatter("%p %s");

    private final Queue<String> lines;

    LinesHeard(Queue<String> lines) {
        this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
        String trace = line.getThrown() == null
                ? ""
                : " + " + line.getThrown().getClass().getSimpleName();
        lines.add(TEXT.format((ExtLogRecord) line) + trace);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
