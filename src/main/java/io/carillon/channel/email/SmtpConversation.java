package io.carillon.channel.email;

import io.carillon.channel.SendResult;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code send}: its mails go one after the other over one connection. A connection that failed is replaced for the
 * next mail, never for the one it failed with; when no connection can be opened, all that is left gets that answer.
 */
final class SmtpConversation implements AutoCloseable {
    private final SmtpPool pool;
    private @Nullable SmtpConnection connection;
    private @Nullable SendResult closedDoor;

    SmtpConversation(SmtpPool pool) {
        this.pool = pool;
    }

    /** Hands over one mail. */
    SendResult send(ReadyMail mail) {
        if (closedDoor != null) {
            return closedDoor;
        }
        SmtpConnection current = connection();
        if (current == null) {
            return Objects.requireNonNull(closedDoor);
        }
        Optional<SendResult> failure = current.send(mail);
        if (failure.isEmpty()) {
            return new SendResult.Accepted(null);
        }
        // A plain no leaves the conversation in order, if the server says so; anything else ends it.
        boolean isAnswered = !(failure.get() instanceof SendResult.Unknown);
        if (!isAnswered || !current.isAlive()) {
            pool.discard(current);
            connection = null;
        }
        return failure.get();
    }

    /** Why no connection could be opened, if none could. */
    @Nullable
    SendResult closedDoor() {
        return closedDoor;
    }

    private @Nullable SmtpConnection connection() {
        if (connection != null && connection.isWornOut()) {
            pool.giveBack(connection);
            connection = null;
        }
        if (connection == null) {
            connection = pool.takeIdle().orElseGet(this::opened);
        }
        return connection;
    }

    private @Nullable SmtpConnection opened() {
        SmtpConnection made = pool.make();
        Optional<SendResult> failure = made.open();
        if (failure.isEmpty()) {
            return made;
        }
        pool.discard(made);
        closedDoor = failure.get();
        return null;
    }

    @Override
    public void close() {
        if (connection != null) {
            pool.giveBack(connection);
            connection = null;
        }
    }
}
