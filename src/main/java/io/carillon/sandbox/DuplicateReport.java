package io.carillon.sandbox;

import java.util.List;

/**
 * Who got more than one message.
 *
 * @param messages how many messages were looked at
 * @param withoutKey how many more there are that nobody can tell by a key, because their vendor carries none of ours (WeChat)
 * @param addresses how many different addresses they went to, each vendor by itself
 * @param duplicated how many of these got more than one
 * @param duplicates the first of them
 */
record DuplicateReport(long messages, long withoutKey, long addresses, long duplicated, List<Duplicate> duplicates) {
    /** An address that got several messages of one vendor, with the keys they carried (at most 20). */
    record Duplicate(String vendor, String to, long count, List<String> keys) {}
}
