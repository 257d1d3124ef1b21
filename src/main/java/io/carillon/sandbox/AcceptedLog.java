package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file {@code accepted.jsonl}. A line is handed to the operating system before {@link #append} returns, so
 * it outlives a kill of this process (not of the machine). In memory are only counts. Thread-safe; one writer a folder.
 */
final class AcceptedLog implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final byte NEW_LINE = '\n';

    private final FileChannel channel;
    private final Map<String, Long> byVendor = new TreeMap<>();
    private long count;
    private long size;

    private AcceptedLog(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the file, made if it is not there, and counts what it holds. A last line that a kill cut short was never answered
     * for, so it is taken off.
     *
     * @throws SandboxFailure when the folder cannot be written or another sandbox uses it
     */
    static AcceptedLog open(Path folder) {
        Path file = folder.resolve("accepted.jsonl");
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new SandboxFailure("Another sandbox uses " + folder + "; stop it or give another --data", null);
            }
            AcceptedLog log = new AcceptedLog(channel);
            log.recover();
            return log;
        } catch (IOException broken) {
            closeQuietly(channel);
            throw new SandboxFailure("The sandbox cannot use " + file + ": " + broken, broken);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private synchronized void recover() throws IOException {
        size = LineScan.over(channel, 0, channel.size(), (buffer, from, length, next) -> {
            byVendor.merge(AcceptedHead.read(buffer, from, length).vendor(), 1L, Long::sum);
            count++;
            return true;
        });
        channel.truncate(size);
    }

    /** Writes the message; returns how many were there before. */
    long append(AcceptedMessage message) {
        // Time and number do not decide the order; the place in the file does.
        String at = Instant.now().toString();
        synchronized (this) {
            write(AcceptedLine.of(count, at, message));
            byVendor.merge(message.vendor(), 1L, Long::sum);
            return count++;
        }
    }

    private void write(AcceptedLine line) {
        try {
            byte[] json = JSON.writeValueAsBytes(line);
            ByteBuffer bytes =
                    ByteBuffer.allocate(json.length + 1).put(json).put(NEW_LINE).flip();
            long at = size;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            size = at;
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("An accepted message of " + line.vendor() + " is not JSON", impossible);
        } catch (IOException broken) {
            // size stays, so the next line overwrites what was written of this one.
            throw new SandboxFailure("The sandbox cannot write to its file of accepted messages: " + broken, broken);
        }
    }

    synchronized long count() {
        return count;
    }

    /** How many bytes of whole lines there are. */
    synchronized long size() {
        return size;
    }

    synchronized Map<String, Long> byVendor() {
        return new TreeMap<>(byVendor);
    }

    /** Reads whole lines from one offset on; safe beside writers. */
    long scan(long from, LineScan.Visitor visitor) {
        try {
            return LineScan.over(channel, from, size(), visitor);
        } catch (IOException broken) {
            throw new SandboxFailure("The sandbox cannot read its file of accepted messages: " + broken, broken);
        }
    }

    /** Whether a line begins at this offset, or the next one will. */
    boolean isLineStart(long offset) {
        try {
            ByteBuffer before = ByteBuffer.allocate(1);
            return offset == 0 || (offset > 0 && channel.read(before, offset - 1) == 1 && before.array()[0] == '\n');
        } catch (IOException broken) {
            throw new SandboxFailure("The sandbox cannot read its file of accepted messages: " + broken, broken);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException broken) {
            throw new SandboxFailure("The file of accepted messages did not close", broken);
        }
    }
}
