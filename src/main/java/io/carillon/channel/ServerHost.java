package io.carillon.channel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an account's server is, as far as its name tells: whoever may write accounts must not turn Carillon on the machines behind it,
 * least of all on a cloud's metadata. Asks no name server; a live account's TLS tells a name that leads elsewhere. Immutable.
 *
 * @param name without brackets and last dot, in lower case
 * @param address null for a name
 */
record ServerHost(String name, @Nullable InetAddress address) {
    private static final Pattern NUMBERS = Pattern.compile("(?:[0-9]+|0x[0-9a-f]*)");
    private static final String LABEL = "[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]*[\\p{L}\\p{N}_])?";
    private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)*" + LABEL);
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern QUAD = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    /**
     * Names that never are a stranger's: RFC 6761, RFC 6762 with its appendix G, RFC 8375 (home.arpa), what ICANN set aside for private
     * use or never gives to anybody, and the usual ends inside clusters and networks.
     */
    private static final Set<String> OF_HERE = Set.of(
            "localhost",
            "localdomain",
            "local",
            "internal",
            "intranet",
            "private",
            "corp",
            "home",
            "lan",
            "mail",
            "arpa",
            "svc",
            "consul",
            "test",
            "example",
            "invalid");
    /** Clouds tell a machine's credentials here; Aliyun and AWS also at addresses that are not link-local. */
    private static final Set<String> METADATA = Set.of(
            "metadata",
            "metadata.google.internal",
            "metadata.goog",
            "metadata.tencentyun.com",
            "instance-data",
            "instance-data.ec2.internal",
            "100.100.100.200",
            "fd00:ec2:0:0:0:0:0:254");

    private static final int NO_PORT = -1;
    private static final int HIGHEST_PORT = 65_535;
    private static final int UNIQUE_LOCAL = 0xfc;
    private static final int UNIQUE_LOCAL_MASK = 0xfe;

    /**
     * The host of a setting: a URL, {@code host:port} or a host; empty where it is none that could be reached, or says its address in a
     * spelling that readers do not agree on.
     */
    static Optional<ServerHost> of(String setting) {
        String host = setting.strip().toLowerCase(Locale.ROOT);
        if (host.contains("/")) {
            try {
                URI url = URI.create(host);
                boolean isWhole = url.getRawUserInfo() == null && url.getHost() != null && isPort(url.getPort());
                host = isWhole ? url.getHost() : "";
            } catch (IllegalArgumentException noUrl) {
                return Optional.empty();
            }
        } else if (host.matches("[^:]*:\\d{1,5}")) {
            int colon = host.indexOf(':');
            host = isPort(Integer.parseInt(host.substring(colon + 1))) ? host.substring(0, colon) : "";
        }
        return named(host.replaceAll("^\\[|]$|\\.$", ""));
    }

    /** Whether there is such a port, or none is named. */
    private static boolean isPort(int port) {
        return port == NO_PORT || port > 0 && port <= HIGHEST_PORT;
    }

    /** Whether it is nobody's server: link-local, multicast, reserved, unset, or a cloud's metadata. */
    boolean isForbidden() {
        InetAddress at = address;
        return METADATA.contains(name)
                || at != null
                        && (METADATA.contains(at.getHostAddress())
                                || at.isLinkLocalAddress()
                                || at.isMulticastAddress()
                                || at.isAnyLocalAddress()
                                || at.getAddress()[0] == 0 && !at.isLoopbackAddress()
                                || isTunnel(at.getAddress())
                                || isReserved(at));
    }

    /** 6to4 and Teredo: addresses that hold one of the older kind, whichever that is. */
    private static boolean isTunnel(byte[] address) {
        return address.length == 16
                && address[0] == 0x20
                && (address[1] == 0x02 || address[1] == 0x01 && address[2] == 0 && address[3] == 0);
    }

    /** Whether it is on this machine or network. */
    boolean isHere() {
        InetAddress at = address;
        if (at == null) {
            return !name.contains(".") || OF_HERE.contains(name.substring(name.lastIndexOf('.') + 1));
        }
        return at.isLoopbackAddress()
                || at.isSiteLocalAddress()
                || isShared(at)
                || at instanceof Inet6Address && (at.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    }

    /** RFC 1112's 240.0.0.0/4 and RFC 6890's 192.0.0.0/24, where a cloud has its metadata too. */
    private static boolean isReserved(InetAddress address) {
        return isIn(address, 240, 0, 4) || isIn(address, 192, 0, 24);
    }

    /** Behind a carrier's or a cluster's translation (RFC 6598), and for benchmarks of one's own network (RFC 2544). */
    private static boolean isShared(InetAddress address) {
        return isIn(address, 100, 64, 10) || isIn(address, 198, 18, 15);
    }

    /** Whether an IPv4 address, also one written as IPv6, lies in the block that begins with first.second.0.0. */
    private static boolean isIn(InetAddress address, int first, int second, int bits) {
        byte[] bytes = address.getAddress();
        int network = first << 24 | second << 16;
        return bytes.length == 4 && (ByteBuffer.wrap(bytes).getInt() ^ network) >>> 32 - bits == 0;
    }

    private static Optional<ServerHost> named(String host) {
        boolean isNumber = host.contains(":")
                || NUMBERS.matcher(host.substring(host.lastIndexOf('.') + 1)).matches();
        Pattern spelling = isNumber ? QUAD : NAME;
        if (!host.contains(":") && !spelling.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ServerHost(host, isNumber ? InetAddress.getByName(host) : null));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
