package io.carillon.profile.imports;

/**
 * A received file.
 *
 * @param spool its name in the import folder
 * @param sha256 of its bytes, in hex
 * @param encoding the encoding it was found to have
 */
record ImportFile(String spool, String sha256, long bytes, String encoding) {}
