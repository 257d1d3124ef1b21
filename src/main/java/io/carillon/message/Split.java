package io.carillon.message;

import io.carillon.problem.Finding;
import java.util.List;

/**
 * What became of splitting a message.
 *
 * @param forms those that could be made; to be used only if {@link #isSendable}
 * @param findings what to mend, with JSON pointers
 */
public record Split(Forms forms, List<Finding> findings) {

    /** Whether no finding is an error. */
    public boolean isSendable() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.error);
    }
}
