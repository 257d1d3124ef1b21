package io.carillon.sandbox;

/** What becomes of a message to an address: the same in callbacks and look-ups. */
final class TwilioFate {
    /** Another draw than the one that decides whether it arrives. */
    private static final long SEED = 2;

    private TwilioFate() {}

    static String status(SandboxKit kit, String to) {
        boolean isLost = kit.outcomeFor(TwilioSandbox.NAME, to) == SandboxKit.Outcome.UNDELIVERED;
        return isLost ? "undelivered" : "delivered";
    }

    /** Mostly a phone that is off, then a number that is gone, then the carrier's filter. */
    static int errorCode(String to) {
        double share = Hash.share(SEED, to);
        if (share < 0.45) {
            return 30003;
        }
        return share < 0.8 ? 30005 : 30007;
    }
}
