package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Fates.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** About a tenth of the receipts never come: which ones is told by the address, so that it is known of every person. */
final class LostReceipts extends ReceiptsPart {
    private static final Map<String, String> TENTH = Map.of(
            "aliyun", "7$",
            "twilio", "7$",
            "smtp", "7@",
            // Six of an alphabet of 64.
            "fcm", "[A-F]$",
            "wechat", "[A-F]$");

    /** A few in ten thousand mails bounce and are lost: at least one of them is, but once in hundreds of times. */
    private static final int ENOUGH_FOR_ALL = 20_000;

    private static final int FEW = 2;

    private int faultsAsked = FEW;

    LostReceipts(Duration within) {
        super("a tenth lost", faults(), within);
    }

    private static List<Map<String, Object>> faults() {
        return TENTH.entrySet().stream()
                .<Map<String, Object>>map(
                        tenth -> Map.of("vendor", tenth.getKey(), "kind", "RECEIPT_LOST", "match", tenth.getValue()))
                .toList();
    }

    /** Whether nobody heard what became of it. */
    static boolean isLost(Fate fate) {
        Message message = fate.taken();
        return message != null
                && Pattern.compile(TENTH.get(message.vendor()))
                        .matcher(message.to())
                        .find();
    }

    @Override
    Report play(Stage stage, Ground ground) {
        faultsAsked = faultsAsked(stage.recipients());
        return super.play(stage, ground);
    }

    @Override
    protected int faultsAsked() {
        return faultsAsked;
    }

    /** All vendors are asked for; of few people perhaps none has a number or a bounce that ends so at some of them. */
    static int faultsAsked(int recipients) {
        return recipients >= ENOUGH_FOR_ALL ? TENTH.size() : FEW;
    }
}
