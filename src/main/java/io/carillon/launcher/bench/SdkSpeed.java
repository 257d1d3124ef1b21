package io.carillon.launcher.bench;

import io.carillon.launcher.bench.bare.BareSdk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A channel whose vendor takes one message a call: held against the vendor's SDK alone, at the same sandbox in the same run. */
final class SdkSpeed extends ChannelSpeed {
    private static final double SHARE = 60;

    private final Function<Site, BareSdk> sdk;
    private final Function<Site, List<String>> addresses;
    private final boolean needsGrants;

    /**
     * @param sdk opens the vendor's SDK for the sandbox
     * @param addresses whom it sends to: those of the channel's audience
     * @param needsGrants whether each message uses up something that people have to give first
     */
    SdkSpeed(
            String name,
            String tag,
            Function<String, Definition> definition,
            Function<Site, BareSdk> sdk,
            Function<Site, List<String>> addresses,
            boolean needsGrants) {
        super(name, tag, definition, Aim.NONE, 700);
        this.sdk = sdk;
        this.addresses = addresses;
        this.needsGrants = needsGrants;
    }

    @Override
    void prepare(Site site) {
        if (needsGrants) {
            site.grants().give(site);
        }
    }

    @Override
    void after(Site site, Results results, List<Sent> rounds) {
        List<String> to = addresses.apply(site);
        List<Double> rates = new ArrayList<>();
        try (BareSdk bare = sdk.apply(site)) {
            WarmUp.with(() -> bare.perSecond(to));
            for (int i = 0; i < site.plan().runs(); i++) {
                rates.add(bare.perSecond(to));
            }
        }
        Spread alone = new Spread(rates);
        results.add(new Line(
                name() + " SDK alone",
                alone,
                "/s",
                Aim.NONE,
                "no rows, " + BareSdk.THREADS + " threads and connections"));
        results.add(share("", Sent::perSecond, "launch to last outcome", rounds, alone));
        results.add(share(" from first claim", Sent::perSecondFromClaim, "without the freeze", rounds, alone));
    }

    private Line share(String which, ToDoubleFunction<Sent> rate, String note, List<Sent> rounds, Spread alone) {
        return new Line(
                name() + which + " of SDK alone",
                Sent.spread(rounds, sent -> 100 * rate.applyAsDouble(sent) / alone.median()),
                "%",
                Aim.atLeast(SHARE),
                note);
    }
}
