package io.carillon.sandbox;

/** The page at {@code /}: vendors, counts and the latest messages. Everything that came over the wire is escaped. */
final class SandboxPage {
    private static final int LATEST = 50;
    private static final String HEAD = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Carillon sandbox</title>
            <style>body{font:15px system-ui,sans-serif;margin:2rem;color:#222}table{border-collapse:collapse;margin:1rem 0}
            td,th{padding:.3rem .8rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
            td:nth-child(2){white-space:nowrap}td:nth-child(n+4){overflow-wrap:anywhere;min-width:8rem}</style></head><body>
            <h1>Carillon sandbox</h1><p>What the vendors played here received. Nothing left this machine.</p>
            """;

    private final StandardKit kit;

    SandboxPage(StandardKit kit) {
        this.kit = kit;
    }

    String render() {
        StringBuilder page = new StringBuilder(HEAD);
        vendors(page);
        hooks(page);
        messages(page);
        return page.append("</body></html>").toString();
    }

    private void vendors(StringBuilder page) {
        page.append("<table><tr><th>vendor</th><th>accepted</th></tr>");
        for (String vendor : kit.vendors()) {
            row(page, vendor, kit.messages().countByVendor().getOrDefault(vendor, 0L));
        }
        row(page, "all", kit.messages().count());
        page.append("</table>");
    }

    private void hooks(StringBuilder page) {
        page.append("<p>Calls to Carillon: ")
                .append(kit.hooks().answered())
                .append(" answered, ")
                .append(kit.hooks().pending())
                .append(" waiting, ")
                .append(kit.hooks().lost())
                .append(" given up. Faults set: ")
                .append(kit.faults().states().size())
                .append(". As JSON: <a href=\"/accepted\">accepted</a>, <a href=\"/accepted/count\">count</a>, ")
                .append("<a href=\"/accepted/duplicates\">duplicates</a>, <a href=\"/faults\">faults</a>.</p>");
    }

    private void messages(StringBuilder page) {
        page.append("<h2>Latest</h2><table><tr><th>no</th><th>at (UTC)</th><th>vendor</th><th>to</th><th>key</th>")
                .append("<th>content</th></tr>");
        for (AcceptedLine line : kit.messages().latest(LATEST)) {
            row(page, line.n(), line.at(), line.vendor(), line.to(), line.key(), line.content());
        }
        page.append("</table>");
    }

    private static void row(StringBuilder page, Object... cells) {
        page.append("<tr>");
        for (Object cell : cells) {
            page.append("<td>").append(escaped(cell.toString())).append("</td>");
        }
        page.append("</tr>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
