package io.carillon.message;

import io.carillon.problem.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What became of reading a message.
 *
 * @param content there if no finding is an error
 * @param findings what to mend, with JSON pointers
 */
public record ReadMessage(Optional<MessageContent> content, List<Finding> findings) {

    /** Whether it can be split. */
    public boolean isRead() {
        return content.isPresent();
    }
}
