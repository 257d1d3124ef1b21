package io.carillon.message;

import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import java.util.ArrayList;
import java.util.List;

/** Holds a form that was made against its channel. */
final class FormCheck {
    /** The message lacks what a channel needs. */
    static final String MISSING = "missing";

    /** A text lacks a locale that others have. */
    static final String MISSING_LOCALE = "missing_locale";

    private final String pointer;
    private final MessageContent.Override override;
    private final Purpose purpose;

    FormCheck(String pointer, MessageContent.Override override, Purpose purpose) {
        this.pointer = pointer;
        this.override = override;
        this.purpose = purpose;
    }

    List<Finding> findings(Form form) {
        List<Finding> findings = new ArrayList<>();
        for (ChannelLayout layout : ChannelLayout.of(form.channel())) {
            String source = String.valueOf(form.fields().get(layout.field()));
            FieldRule rule = FieldRule.of(form.channel(), layout.field());
            String at = pointerOf(form, layout);
            findings.addAll(SourceCheck.findings(source, rule, at).stream()
                    .map(finding -> about(form, layout.field(), finding))
                    .toList());
        }
        if (findings.isEmpty() && !form.fields().containsKey(Variables.LINK)) {
            links(form, findings);
        }
        if (findings.isEmpty()
                && form.channel().equals(Channels.EMAIL)
                && purpose == Purpose.MARKETING
                && !form.variables().contains(Variables.UNSUBSCRIBE_URL)) {
            findings.add(Finding.warning(
                    pointer + "/overrides/email",
                    "no_unsubscribe",
                    "This mail shows no way to unsubscribe; put <a href=\"${unsubscribe_url}\"> into the html"));
        }
        return findings;
    }

    private void links(Form form, List<Finding> findings) {
        if (form.variables().contains(Variables.LINK)) {
            findings.add(Finding.error(
                    pointer + "/link",
                    MISSING,
                    null,
                    "link: https://…",
                    "The " + form.channel() + " form in " + form.locale()
                            + " uses ${link}, but the message has no link"));
        }
    }

    private String pointerOf(Form form, ChannelLayout layout) {
        if (override.fields().containsKey(layout.field())) {
            return pointer + "/overrides/" + form.channel() + "/" + layout.field();
        }
        return pointer + "/" + layout.needs().get(layout.needs().size() - 1);
    }

    private static Finding about(Form form, String field, Finding finding) {
        String where = "As " + form.channel() + "." + field + " in " + form.locale() + ": ";
        return Finding.error(
                finding.place(), finding.code(), finding.found(), finding.expected(), where + finding.message());
    }
}
