package io.carillon.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people allowed an account of WeChat's: who follows, and how many messages of which template each granted. Kept as an
 * append-only file of acts, read again at the next start. Thread-safe.
 */
final class WechatPeople implements AutoCloseable {
    private static final String FILE = "wechat-people.txt";

    private final Set<String> followers = new HashSet<>();
    private final Map<String, Integer> grants = new HashMap<>();
    private final FileChannel journal;

    /**
     * @param folder where the file is, or will be
     */
    WechatPeople(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (Files.exists(file)) {
                List<String> acts = Files.readAllLines(file, StandardCharsets.UTF_8);
                acts.forEach(this::replay);
            }
            journal = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException broken) {
            throw new SandboxFailure("The sandbox cannot use " + file + ": " + broken, broken);
        }
    }

    synchronized void follow(String openid) {
        write("follow", openid, "-", 1);
    }

    /** Leaving ends every grant. */
    synchronized void leave(String openid) {
        write("leave", openid, "-", 1);
    }

    synchronized boolean follows(String openid) {
        return followers.contains(openid);
    }

    synchronized void grant(String openid, String template, int count) {
        write("grant", openid, template, count);
    }

    synchronized void revoke(String openid, String template) {
        write("revoke", openid, template, 1);
    }

    /** Uses one grant up; false when there is none. */
    synchronized boolean use(String openid, String template) {
        if (grants.getOrDefault(key(openid, template), 0) < 1) {
            return false;
        }
        write("use", openid, template, 1);
        return true;
    }

    private void write(String act, String openid, String template, int count) {
        String line = act + ' ' + openid + ' ' + template + ' ' + count;
        try {
            journal.write(ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8)));
        } catch (IOException broken) {
            throw new SandboxFailure("The sandbox cannot write what people allowed: " + broken, broken);
        }
        replay(line);
    }

    private void replay(String line) {
        String[] parts = line.split(" ");
        if (parts.length != 4 || !parts[3].matches("\\d{1,3}")) {
            // A kill cut the last line short.
            return;
        }
        String openid = parts[1];
        String key = key(openid, parts[2]);
        switch (parts[0]) {
            case "follow" -> followers.add(openid);
            case "leave" -> {
                followers.remove(openid);
                grants.keySet().removeIf(granted -> granted.startsWith(openid + ' '));
            }
            case "grant" -> grants.merge(key, Integer.parseInt(parts[3]), Integer::sum);
            case "use" -> grants.merge(key, -1, Integer::sum);
            default -> grants.remove(key);
        }
    }

    private static String key(String openid, String template) {
        return openid + ' ' + template;
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException broken) {
            throw new SandboxFailure("The file of what people allowed did not close", broken);
        }
    }
}
