package io.carillon.launcher.bench;

import java.util.List;

/** Mails to the sink, or wherever the user wants them. */
final class EmailSpeed extends ChannelSpeed {
    private static final int AIM = 5_000;

    EmailSpeed() {
        super("email", Groups.HUNDRED, Definition::mail, Aim.atLeast(AIM), 2_500);
    }

    @Override
    String note(Site site) {
        SmtpSink sink = site.sink();
        return sink == null
                ? ", to " + site.plan().smtp()
                : ", " + Line.number(sink.bytes() / 1000.0 / sink.mails()) + " kB each";
    }

    @Override
    void after(Site site, Results results, List<Sent> rounds) {
        site.remember(rounds);
    }
}
