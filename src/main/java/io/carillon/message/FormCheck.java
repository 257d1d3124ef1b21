package io.carillon.message;

import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import java.util.ArrayList;
import java.util.List;

/** Holds a form that was made against its channel. */
final class FormCheck {
    private final String pointer;
    private final MessageContent.ChannelOverride override;
    private final Purpose purpose;
    private final Sentences sentences;

    FormCheck(String pointer, MessageContent.ChannelOverride override, Purpose purpose, Sentences sentences) {
        this.pointer = pointer;
        this.override = override;
        this.purpose = purpose;
        this.sentences = sentences;
    }

    List<Finding> findings(Form form) {
        List<Finding> findings = new ArrayList<>();
        for (ChannelLayout layout : ChannelLayout.of(form.channel())) {
            String source = String.valueOf(form.fields().get(layout.field()));
            FieldRule rule = FieldRule.of(form.channel(), layout.field());
            String at = pointerOf(form, layout);
            findings.addAll(new SourceCheck(sentences)
                    .findings(source, rule, at).stream()
                            .map(finding -> about(form, layout.field(), finding))
                            .toList());
        }
        if (findings.isEmpty() && !form.fields().containsKey(Variables.LINK)) {
            links(form, findings);
        }
        if (findings.isEmpty()
                && form.channel().equals(Channels.EMAIL)
                && purpose == Purpose.MARKETING
                // Whoever reads the page does not see the plain text.
                && !String.valueOf(form.fields().get("html")).contains(Variables.UNSUBSCRIBE_URL)) {
            findings.add(sentences.warning(pointer + "/overrides/email", "no_unsubscribe"));
        }
        return findings;
    }

    private void links(Form form, List<Finding> findings) {
        if (form.variables().contains(Variables.LINK)) {
            findings.add(sentences.error(pointer + "/link", null, "missing.link", form.channel(), form.locale()));
        }
    }

    private String pointerOf(Form form, ChannelLayout layout) {
        if (override.fields().containsKey(layout.field())) {
            return pointer + "/overrides/" + form.channel() + "/" + layout.field();
        }
        return pointer + "/" + layout.needs().get(layout.needs().size() - 1);
    }

    private Finding about(Form form, String field, Finding finding) {
        String message = sentences.text("in_form", form.channel() + "." + field, form.locale(), finding.message());
        return Finding.error(finding.place(), finding.code(), finding.found(), finding.expected(), message);
    }
}
