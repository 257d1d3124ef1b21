package io.carillon.channel;

import io.carillon.problem.Finding;
import java.util.List;
import java.util.Locale;

/** Whoever sends by accounts, and so knows of one what does not stand in its settings. */
public interface AccountUse {
    /** What keeps it from sending though nothing is wrong with it as it is stored; nothing where all is well. */
    List<Finding> trouble(String account, Locale language);

    /** Whether messages have left by it, of which its vendor may still report. */
    boolean hasSent(String account);
}
