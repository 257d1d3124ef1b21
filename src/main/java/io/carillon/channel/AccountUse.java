package io.carillon.channel;

import io.carillon.problem.Finding;
import java.util.List;
import java.util.Locale;

/** Whoever sends by accounts, and so knows what keeps one from sending though nothing is wrong with it as it is stored. */
public interface AccountUse {
    /** What it is at this moment; nothing where all is well. */
    List<Finding> trouble(String account, Locale language);

    /** Whether messages have left by it, of which its vendor may still report. */
    boolean hasSent(String account);
}
