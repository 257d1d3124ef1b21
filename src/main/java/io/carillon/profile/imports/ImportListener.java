package io.carillon.profile.imports;

/** Has to know when people may have got new addresses. */
public interface ImportListener {

    /** An import is complete and committed. What it throws is logged, and the import stays complete. */
    void importCompleted();
}
