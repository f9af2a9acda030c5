package io.greendoor.backdoor;

import java.util.regex.Pattern;

/** Hides what should not be on a screen: values whose names look like secrets, and such parts of other values. */
final class Secrets {

    static final String MASK = "********";

    /** Not the variables PWD and OLDPWD, which are directories. */
    private static final String NAME = "(?:password|passwd|passphrase|secret|token|credential|key|(?<=[._-])pwd)";

    private static final Pattern SECRET = Pattern.compile("(?i).*" + NAME + ".*");

    /** {@code -Dapp.password=…}, {@code token=…} in a longer value. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(?i)([\\w.-]*" + NAME + "[\\w.-]*=)([^\\s,;&]+)");

    /** {@code //user:password@host}. */
    private static final Pattern USER_INFO = Pattern.compile("(//[^/@:\\s]*:)([^/@\\s]+)(?=@)");

    private Secrets() {}

    /** The value, or as much of it as may be seen. */
    static String masked(String name, String value) {
        if (value.isEmpty()) {
            return value;
        }
        if (SECRET.matcher(name).matches()) {
            return MASK;
        }
        String masked = ASSIGNMENT.matcher(value).replaceAll("$1" + MASK);
        return USER_INFO.matcher(masked).replaceAll("$1" + MASK);
    }
}
