package io.carillon.segment;

import io.carillon.segment.MemberLists.MemberList;
import io.carillon.segment.MemberLists.Upload;
import java.time.Instant;
import java.util.List;

/**
 * A list after an upload.
 *
 * @param people its head count now
 * @param added how many this upload added
 * @param unknown how many ids of this upload belong to nobody
 * @param unknownExamples a few of them
 */
public record ListView(
        long id,
        String name,
        long people,
        String createdBy,
        Instant createdAt,
        long added,
        long unknown,
        List<String> unknownExamples) {

    static ListView of(MemberList list, Upload upload) {
        return new ListView(
                list.id(),
                list.name(),
                list.people(),
                list.createdBy(),
                list.createdAt(),
                upload.added(),
                upload.unknown(),
                upload.examples());
    }
}
