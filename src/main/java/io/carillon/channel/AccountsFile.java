package io.carillon.channel;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A YAML or JSON file with a list {@code accounts}, each an {@link AccountRequest} with a {@code name}. Whatever cannot be
 * read ends in a {@link ConfigurationException} that names the file, the place and what to fix.
 */
final class AccountsFile {
    // an account is some hundred bytes
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_ACCOUNTS = 500;

    private final ObjectMapper yaml =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private final Path path;

    AccountsFile(Path path) {
        this.path = path;
    }

    /** The accounts by name, in the order of the file. */
    Map<String, AccountRequest> read() {
        JsonNode list = tree().path("accounts");
        if (!list.isArray() || list.size() > MOST_ACCOUNTS) {
            throw wrong("needs one list 'accounts' of at most " + MOST_ACCOUNTS);
        }
        Map<String, AccountRequest> accounts = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            String place = "accounts[" + i + "]";
            if (!(list.get(i) instanceof ObjectNode account)) {
                throw wrong(place + " is not an account with a name, a vendor and so on");
            }
            String name = account.path("name").asText("");
            account.remove("name");
            if (accounts.put(name, request(account, place)) != null) {
                throw wrong("names the account '" + name + "' twice");
            }
        }
        return accounts;
    }

    private JsonNode tree() {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw wrong("is longer than 1 MB");
            }
            return yaml.readTree(path.toFile());
        } catch (JacksonException unreadable) {
            throw wrong(at(unreadable) + unreadable.getOriginalMessage());
        } catch (IOException missing) {
            throw wrong("cannot be read; check that it is there and may be read (CARILLON_ACCOUNTS)");
        }
    }

    private AccountRequest request(ObjectNode account, String place) {
        try {
            return yaml.treeToValue(account, AccountRequest.class);
        } catch (JacksonException wrong) {
            throw wrong(place + ": " + wrong.getOriginalMessage());
        }
    }

    private static String at(JacksonException problem) {
        return problem.getLocation() == null
                ? ""
                : "line " + problem.getLocation().getLineNr() + ": ";
    }

    private ConfigurationException wrong(String what) {
        return new ConfigurationException("Accounts file " + path.toAbsolutePath() + " " + what);
    }
}
